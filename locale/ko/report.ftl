# 보고서, 이전 실행, 런북.

as-recorded = { $text }
step-cut-off = 이 단계가 끝나기 전에 실행이 종료되었습니다. 다시 실행하면 호스트에서 이미 완료된 것은 그대로 둡니다.
step-not-come-to = 이 단계를 시작하기 전에 실행이 종료되었습니다.

report-ending = 보고서 파일 이름에 사용할 수 있는 확장자: { $endings }.
report-twice = { $file }{ JOSA($file, "을/를") } 두 번 지정했습니다.
only-with-run = --report는 --replay 또는 --run과 함께 사용합니다. nova-wizard --help를 보십시오.
against-what = --against는 --run과 함께 사용합니다. nova-wizard --help를 보십시오.
export-answers = --export는 --answers FILE 또는 --lab과 함께 사용하며, 다른 명령과 함께 사용할 수 없습니다. nova-wizard --help를 보십시오.
runbook-ending = 런북 파일 이름에 사용할 수 있는 확장자: .md, .html.
runbook-written = 런북을 만들었습니다: { $file }
runbook-not-written = 런북을 만들지 않았습니다. 호스트의 현재 상태가 필요합니다.
report-written = 보고서를 만들었습니다: { $file }
no-such-run = ID가 { $id }인 실행이 없습니다.{ $near ->
    [none] { "" }
   *[other] { " " }{ $near }{ JOSA($near, "을/를") } 입력하려고 했습니까?
} nova-wizard --runs를 보십시오.
runs-unreadable = { $file }{ JOSA($file, "을/를") } 읽을 수 없습니다: { $reason }.
no-runs = { $folder }에 이전 실행이 없습니다.
no-difference = 두 실행에 차이가 없습니다.

run-mode = 방식
run-began = 시작
run-ended = 결과
run-seconds = 초
run-hosts = 호스트
run-version = nova-wizard
run-user = 사용자
run-machine = 작업 컴퓨터
run-answers = 응답(암호를 제외한 SHA-256)
run-on-lab = 실습 환경
mode-run = 실행
mode-dry-run = 모의 실행
mode-check = 점검
mode-survey = 읽기
result-done = 완료
result-failed = 실패
result-refused = 거부됨, 변경 없음
result-unreachable = 호스트에 접속할 수 없음
result-untrusted = 호스트 키를 신뢰할 수 없음
result-differs = 할 일이 있거나 다른 단계가 있음
result-interrupted = 중단됨
result-none = 종료 기록 없음
mark-changed = 변경함

report-missing = 없는 것
report-would-send = 실행하면 보낼 명령
column-id = ID
column-title = 단계
column-host = 호스트
column-state = 상태
column-seconds = 초

runbook-title = 런북: Nova 설치
runbook-about = 이 런북은 응답에 따른 각 단계와, { $time }에 호스트를 읽어 확인한 명령과 파일 변경 내용을 보여 줍니다. 암호는 책의 이름으로 표시합니다.
runbook-before = 시작하기 전에
runbook-holds = 런북을 만들 때 이미 완료됨: { $said }
runbook-now = 런북을 만들 때의 상태: { $said }
runbook-refused = 먼저 해결할 것: { $said }
runbook-unknown = 런북을 만들 때 알 수 없음: { $said }
runbook-skipped = 이 호스트에서 건너뜀: { $said }
runbook-expected = 예상 결과: { $said }
runbook-done-on = { $host }에서 완료
runbook-signed = 작업 확인
runbook-role = 구분
runbook-performed = 작업자
runbook-checked = 확인자
runbook-name = 이름
runbook-date = 날짜
runbook-signature = 서명
