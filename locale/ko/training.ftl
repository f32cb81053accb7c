# 마법사에서 사용하는 폴더의 실습 환경: 연습 문제, 스냅샷, 초기화, 다른 터미널에서의 로그인.

## 연습 문제

key-exercise = 연습 문제
help-exercise = 연습 문제의 과제, 힌트, 점수를 표시하고 작업을 확인합니다.
exercise-time = { $of ->
        [0] 시간: { $minutes }분
       *[other] 시간: { $of }분 중 { $minutes }분
    }
exercise-hints-taken = 힌트: { $all }개 중 { $taken }개
exercise-points = 점수: { $of }점 중 { $points }점
exercise-points-unknown = 점수: 아직 확인하지 않음
exercise-check = 확인하기
exercise-take-hint = { $costs ->
        [0] 다음 힌트(감점 없음)
       *[other] 다음 힌트({ $costs }점 감점)
    }
exercise-no-hint = 남은 힌트 없음
answer-close = 닫기
exercise-checking = { $seconds }초째 호스트를 읽고 있습니다. 방금 시작한 서비스가 확인되기까지 { $limit }초가 걸릴 수 있습니다.
exercise-found = 마지막 확인 결과
exercise-keys = F5 확인하기   Tab 다음 단추   Enter 누르기   PgDn 계속 읽기   Esc 닫기
exercise-solved = ✓  해결했습니다
exercise-kept-before = 실습 환경의 직전 상태를 { $name } 스냅샷으로 저장했습니다. 되돌리려면 Ctrl-L을 누르거나 다음을 실행하십시오: { $restore }
exercise-more = 다른 연습 문제는 `nova-lab exercises`로 볼 수 있습니다.

## 실습 환경

key-lab = 실습 환경
help-lab = 실습 환경을 저장하거나 되돌리고, 다른 터미널에서 로그인하는 방법을 표시합니다.
lab-menu-title = { $folder }의 실습 환경
lab-do-snapshot = 스냅샷 저장
lab-do-restore = 스냅샷으로 되돌리기
lab-do-reset = 다음 상태로 초기화: { $state }
lab-do-login = 다른 터미널에서 로그인
snapshot-title = 스냅샷 저장
snapshot-text = 이름을 입력하십시오. 모든 호스트를 현재 상태 그대로 저장합니다.
snapshot-go = 저장
snapshot-kept = { $name } 스냅샷을 저장했습니다.
snapshot-taken = { $name } 스냅샷이 이미 있습니다. 바꿀까요?
snapshot-replace = 바꾸기
restore-title = 어느 스냅샷으로 되돌릴까요? 최근 것이 위에 있습니다.
restore-none = 아직 스냅샷이 없습니다.
restore-ask = { $name } 스냅샷으로 되돌릴까요?
restore-loses = 그 뒤에 한 작업은 사라지고 호스트의 세션은 끊어집니다. 취소하려면 before-restore 스냅샷으로 되돌리십시오.
restore-go = 되돌리기
restore-done = 실습 환경을 { $name } 스냅샷으로 되돌렸습니다.
reset-state = { $id } { $title }
reset-state-new = 새 실습 환경
reset-ask = 다음 상태로 초기화할까요? { $state }
reset-loses = 가이드를 여기까지 마친 상태가 됩니다. 그 뒤에 한 작업은 사라지고 호스트의 세션은 끊어집니다. 취소하려면 { $name } 스냅샷으로 되돌리십시오.
reset-ends-exercise = 진행 중인 연습 문제가 끝납니다. 스냅샷으로 되돌리면 연습 문제도 이어집니다.
reset-go = 초기화
reset-done = 실습 환경을 초기화했습니다: { $state }. 취소하려면 { $name } 스냅샷으로 되돌리십시오.
lab-put-back = 실습 환경의 상태를 바꾸고 있습니다. 몇 초 걸리며, 어떤 단계로 처음 초기화할 때는 1분까지 걸릴 수 있습니다.
login-title = 다른 터미널에서 root로 로그인하십시오. Enter를 누르면 명령을 복사합니다.
