# 다음에 할 일: 실행 전의 확인 화면과 다음에 누를 키.

## 확인 화면

sheet-title = { $hosts }에서 단계 { $count }개 실행
sheet-hosts = 호스트 { $count }대
sheet-holds = 할 것이 없습니다. 모든 단계를 완료했습니다
sheet-refused = { $host }{ JOSA($host, "이/가") } { $steps }{ JOSA($steps, "을/를") } 거부합니다: { $said }
sheet-todo = 아직 하지 않은 앞 단계 { $count }개: { $do ->
    [run] 함께 실행합니다.
   *[leave] 뺍니다. 뒤의 단계가 실패할 수 있습니다.
}
sheet-skipped = 건너뛰기로 한 단계 { $count }개: { $do ->
    [run] 함께 실행합니다.
   *[leave] 뺍니다. 뒤의 단계가 실패할 수 있습니다.
}
sheet-host = 호스트
sheet-steps = 단계
sheet-commands = 명령
sheet-edits = 편집
sheet-files = 파일
sheet-all = 보낼 것 모두, 이 순서대로:
sheet-nothing = 보낼 것이 없습니다. 호스트를 읽기만 합니다.
sheet-how-far = ← →  어디까지: { $end }
sheet-todo-too = Tab  앞 단계: 함께 실행
sheet-none-too = Tab  앞 단계: 뺌
sheet-skipped-too = Tab  앞 단계: 건너뛰기로 한 것까지 함께 실행
sheet-keys = Enter 실행   Esc 돌아가기   PgDn 보낼 것을 한 쪽씩 모두 보기
run-all = 여기 전체
run-this-step = 이 단계

## 다음에 누를 키

card-keys = Enter 닫기   Tab, Enter 보고서로   PgDn 계속 읽기
choice-keys = Tab 다음 답   Enter 선택   Esc 취소
reading-keys = PgDn 계속 읽기   Enter 닫기
line-keys = Enter { $go }   Esc 취소
menu-keys = ↑ ↓ 이동   Enter 선택   Esc 취소
approve-keys = Tab 다른 답   Enter 선택   Esc 보내지 않기   PgDn 계속 읽기
said-and-next = { $said } { $next }
hint-read = F5를 눌러 호스트를 읽으십시오. 읽기만 하고 변경하지 않습니다.
hint-answers = F4를 눌러 노드로 가십시오. 주소와 암호를 입력한 뒤 F5를 누르십시오.
hint-fill-in = 빈칸을 입력한 뒤 F5를 눌러 호스트를 읽으십시오. 읽기만 하고 변경하지 않습니다.
hint-reading = 호스트를 읽는 중입니다. F8을 누르면 중지합니다.
hint-running = F8을 누르면 현재 명령이 끝난 뒤 중지합니다.
hint-missing = ^N을 누르면 없거나 거부된 것을 표시합니다.
hint-mend = 문제를 해결한 뒤 ^R을 누르면 호스트를 다시 읽습니다.
hint-all = 할 단계가 { $count }개 있습니다. F6을 누르면 보낼 것을 모두 확인하고 실행합니다. ^N은 첫 단계로 갑니다.
hint-section = F5를 누르면 이 절에서 보낼 것을 모두 확인하고 실행합니다. ^N은 다음 할 단계로 갑니다.
hint-step = F5를 누르면 이 명령을 보냅니다. F6은 여기서부터 이어서 실행합니다.
hint-step-unseen = F5를 누르면 보낼 것을 확인하고 실행합니다. F6은 여기서부터 실행합니다.
hint-step-reads = F5를 누르면 이 단계를 다시 확인합니다. 보낼 것이 있으면 먼저 표시합니다. F6은 여기서부터 실행합니다.
hint-interrupt = F8을 누르면 실행 중인 작업을 중지하고, ^Q를 누르면 종료합니다.
hint-failed = 문제를 해결한 뒤 F5를 누르면 이 단계부터 다시 시도합니다.
hint-next = ^N을 누르면 다음 할 단계로 갑니다: { $place } { $title }
hint-report = 모든 단계를 완료했습니다. ^N을 누르면 보고서를 표시합니다.
hint-leave = 모든 단계를 완료했습니다. ^Q를 누르면 종료합니다.
welcome-what = 책의 4.4절을 그대로 따라, 컨트롤러 노드와 컴퓨트 노드에 OpenStack Nova를 SSH로 설치하는 프로그램입니다.
welcome-lab = 여기는 실습 환경입니다. 모의 호스트뿐이므로 무엇을 해도 안전합니다.
welcome-lab-folder = 여기는 디렉터리에 있는 실습 환경입니다. 모의 호스트는 별도의 프로세스에서 실행되고, 변경한 것은 남습니다.
welcome-hosts = 모든 명령과 파일 변경은 보내기 전에 보여 줍니다. 호스트를 읽는 것으로는 아무것도 바뀌지 않습니다.
welcome-first-lab = F5를 눌러 시작하십시오. 호스트를 읽습니다.
welcome-first-hosts = F4를 눌러 시작하십시오. 호스트와 암호를 입력합니다.
