# 실습 연습 문제: 파일의 오류, 검증, 힌트, 채점.

## 파일

exercise-unknown = { $name }{ JOSA($name, "이라는/라는") } 연습 문제가 없습니다. { $near ->
        [none] 목록은 `nova-lab exercises`로 볼 수 있습니다. 직접 만든 연습 문제는 ./NAME.yaml처럼 경로로 지정하십시오.
       *[other] { $near }{ JOSA($near, "을/를") } 뜻하셨습니까? 목록은 `nova-lab exercises`로 볼 수 있습니다.
    }
exercise-no-file = 파일이 없습니다.
exercise-a-folder = 폴더입니다. 그 안에 있는 연습 문제 파일의 경로를 지정하십시오.
exercise-empty = 파일이 비어 있습니다. docs/site/ko/instructors/exercises.md에 시작할 때 쓸 수 있는 예가 있습니다.
exercise-not-yaml = YAML로 읽을 수 없습니다. 프로그램에 들어 있는 연습 문제와 비교해 보십시오.
exercise-too-big = 연습 문제 파일로 보기에는 너무 길거나 너무 깊이 중첩되어 있습니다.
exercise-version = 이 버전의 nova-lab은 `version: 1`을 읽습니다.
exercise-name = 이름에는 영문 소문자, 숫자와 그 사이의 하이픈만 쓸 수 있으며 60자까지 가능합니다: endpoint-wrong-port.
exercise-empty-text = 글이 비어 있습니다.
exercise-title-lines = 제목은 한 줄이어야 합니다.
exercise-no-language = { $lang ->
        [ko] 한국어 글이 없습니다.
       *[en] 영어 글이 없습니다.
    } 학생이 언어를 선택하므로 둘 다 필요합니다.
exercise-wants-number = 따옴표 없이 정수를 적어야 합니다. 1 이상이며, 힌트의 비용은 0도 가능합니다.
exercise-wants-list = 목록이 필요합니다. 각 항목은 하이픈으로 시작합니다.
exercise-empty-list = 목록이 비어 있습니다.
exercise-no-step = { $near ->
        [none] 그런 단계가 없습니다. 단계 목록은 `nova-wizard --list`로 볼 수 있습니다.
       *[other] 그런 단계가 없습니다. { $near }{ JOSA($near, "을/를") } 뜻하셨습니까?
    }
exercise-no-host = { $near ->
        [none] 그런 호스트가 없습니다. 실습 환경에는 controller와 compute1부터 compute9까지 있습니다.
       *[other] 그런 호스트가 없습니다. { $near }{ JOSA($near, "을/를") } 뜻하셨습니까?
    }
exercise-no-fault = { $near ->
        [none] 실습 환경에 그런 고장이 없습니다. 목록은 `nova-wizard --lab-faults`로 볼 수 있습니다.
       *[other] 실습 환경에 그런 고장이 없습니다. { $near }{ JOSA($near, "을/를") } 뜻하셨습니까?
    }
exercise-change = `on`과 `sh`를 함께 적거나 `fault`만 적어야 합니다.
exercise-graded-twice = 이 단계는 위에 이미 있습니다.

## 준비와 검증

exercise-script-failed =
    { $host }에서 다음 명령이 상태 { $status }(으)로 끝났습니다.
    { $script }
    출력:
    { $said }
exercise-not-rebooted = { $host }{ JOSA($host, "이/가") } 재부팅한 뒤 { $seconds }초 안에 돌아오지 않았습니다.
exercise-proving = { $name }: 실습 환경을 준비하고, 고장을 내고, 해결하는 중입니다…
exercise-proved = { $name }: 사용할 수 있습니다. 고장을 내면 완료가 아니고, 해결하면 완료이며, 그 밖에 바뀐 것은 없습니다.
exercise-unbroken = 아직 아무것도 해결하지 않았는데 { $host }의 { $id } 단계가 완료 상태입니다. 고장을 내거나 `grade`에서 빼십시오.
exercise-unsolved = `solve` 뒤에도 { $host }의 { $id } 단계가 완료되지 않습니다: { $said }
exercise-changed = { $name }{ JOSA($name, "이/가") } `break` 전과 다릅니다. `solve`에서 되돌리십시오. 의도한 것이면 `leaves`에 적으십시오.
exercise-holds = 책의 앞 장에서 설정한 그대로입니다.

## 실습 중

exercise-none = { $folder }에서 시작한 연습 문제가 없습니다. 다음과 같이 시작하십시오: { $start }
exercise-other = { $folder }에서 이미 다른 연습 문제를 하고 있습니다: { $name }. 새 연습 문제에는 다른 폴더를 사용하거나 먼저 이 실습 환경을 초기화하십시오: { $reset }
exercise-more-nodes = { $name } 연습 문제에는 컴퓨트 노드가 { $nodes }개 필요합니다. 새 폴더에서 시작하십시오: nova-lab start DIR --nodes { $nodes }
exercise-record-damaged = 연습 문제 기록 { $file }{ JOSA($file, "을/를") } 읽을 수 없습니다. 다른 폴더에서 연습 문제를 다시 시작하십시오.
exercise-record-unreadable = 연습 문제 기록 { $file }{ JOSA($file, "을/를") } 읽을 수 없습니다: { $reason }
exercise-minutes = 시간: { $minutes }분
exercise-hints = { $count ->
        [0] 힌트가 없습니다.
        [one] 힌트: 1개. 보려면 다음을 실행하십시오: { $hint }
       *[other] 힌트: { $count }개. 다음 힌트를 보려면 다음을 실행하십시오: { $hint }
    }
exercise-hint-head = 힌트 { $number }/{ $all } { $costs ->
        [0] (감점 없음)
       *[other] ({ $costs }점 감점)
    }
exercise-hint-next = { $costs ->
        [0] 다음 힌트는 감점이 없습니다.
       *[other] 다음 힌트를 보면 { $costs }점이 감점됩니다.
    }
exercise-hint-not-needed = 채점 대상이 이미 모두 완료되었으므로 힌트를 보여 주지 않았습니다. 감점도 없습니다.
exercise-hint-last = 마지막 힌트였습니다.
exercise-hint-no-more = 힌트를 모두 보았습니다. 다시 보여 드립니다.

## 채점

grade-points = { $points }/{ $of }
grade-total = 점수: { $of }점 중 { $points }점. { $hints ->
        [0] 힌트를 보지 않았습니다.
       *[other] 힌트를 { $hints }개 보았습니다.
    }
grade-hint-before = 책의 4.4절보다 앞 장에서 설정하는 것입니다. 그 서비스와 사용자, 암호를 확인하십시오.
grade-report-format = 보고서 { $file }의 확장자를 알 수 없습니다. 다음 중 하나를 사용하십시오: { $endings }
grade-which-exercise = 이 호스트에서 채점할 연습 문제를 지정하십시오: --exercise NAME 또는 FILE
