# 교실: nova-lab serve와 웹 페이지

guest-shell = 노드의 셸은 위쪽 탭에서 마법사 옆에 있습니다.
guest-file-name = 폴더 없이 문자, 숫자, 점, 하이픈으로 된 이름을 입력하십시오. 파일은 브라우저가 내려받습니다.
guest-file-large = 파일이 { $most }자를 넘어 내려받을 수 없습니다.

classroom-open =
    수업을 열었습니다: { $address }
      학생용 수업 코드:  { $code }
      교사용 코드:       { $teachers }
    학생은 수업 코드와 이름을 입력합니다. 교사 페이지를 열려면 교사용 코드를 입력하고 이름을 비워 두십시오.
    이 내용은 한 번만 표시됩니다. 수업을 닫으려면 Ctrl-C를 누르십시오. 실습 환경은 모두 저장됩니다.
classroom-stopped = 수업을 닫았습니다. 실습 환경은 저장되었습니다. 계속하려면 같은 명령을 다시 실행하십시오. 새 코드가 표시됩니다.
classroom-no-tls = 경고: --tls-cert와 --tls-key가 없으면 학생과의 사이에 있는 네트워크의 누구나 코드와 입력 내용을 모두 읽고 세션을 가로챌 수 있습니다. 또한 브라우저가 마법사에서 복사하는 것을 허용하지 않습니다.
classroom-cert-and-key = --tls-cert와 --tls-key를 모두 지정하거나 모두 지정하지 마십시오.
classroom-certificate = 인증서나 키를 사용할 수 없습니다: { $reason }
classroom-no-aiohttp = 교실에 필요한 패키지 aiohttp가 설치되어 있지 않습니다. 다음을 실행하십시오: `pip install 'nova-wizard[classroom]'`
classroom-no-port = { $host }의 포트 { $port }{ JOSA($port, "을/를") } 사용할 수 없습니다: { $reason }
classroom-not-started = 수업을 열 수 없습니다: { $reason }
classroom-runs = { $directory }의 수업은 이미 프로세스 { $said }에서 실행 중입니다.
classroom-list-unreadable = 학생 명단 { $file }{ JOSA($file, "을/를") } 읽을 수 없습니다: { $reason }
classroom-list-size = 학생 명단 { $file }에는 한 줄에 하나씩 1~{ $most }명의 이름이 있어야 합니다. 둘째 열에는 학생별 개인 코드를 쓸 수 있습니다.
classroom-name = 이름은 제어 문자 없이 1~{ $most }자여야 합니다.
classroom-wrong-code = 코드가 틀립니다.
classroom-name-taken = 수업에 이미 같은 이름이 있습니다. 본인이라면 처음 로그인할 때 표시된 개인 코드를 입력하십시오. 새 코드는 교사가 줄 수 있습니다.
classroom-not-listed = 수업 명단에 없는 이름입니다. 교사가 쓴 그대로 입력하십시오.
classroom-own-code = 교사가 준 개인 코드를 입력하십시오.
classroom-closed = 이 수업은 더 이상 새 학생을 받지 않습니다. 선생님께 문의하십시오.
classroom-removed = 선생님이 수업에서 내보냈습니다.
classroom-full = 수업 정원 { $most }명이 모두 찼습니다.
classroom-not-broken = 주입되지 않은 장애입니다.

classroom-title = 실습 환경
classroom-code = 수업 코드
classroom-your-name = 이름
classroom-own = 개인 코드(있는 경우에만)
classroom-enter = 로그인
classroom-enter-hint = 교사는 교사용 코드를 입력하고 이름을 비워 두십시오.
classroom-wizard = 마법사
classroom-keys = 브라우저가 전달하지 않는 키
classroom-task = 과제
classroom-hint = 힌트
classroom-check = 내 작업 확인
classroom-files = 파일
classroom-leave = 로그아웃
classroom-teacher = 수업
classroom-grades = 성적 내려받기(CSV)
classroom-break = 장애 주입
classroom-repair = 장애 복구
classroom-fresh = 처음 상태
classroom-snapshot = 스냅샷
classroom-restore = 스냅샷 복원
classroom-reset = 단계로 초기화
classroom-code-button = 새 개인 코드
classroom-remove = 수업에서 제외
classroom-takes-new = 새 학생 입장 허용
classroom-close = 닫기

classroom-js-lost = 연결이 끊어졌습니다. 다시 연결하는 중…
classroom-js-ended = 프로그램이 끝났습니다. 다시 시작하려면 Enter를 누르십시오.
classroom-js-own-code = 개인 코드는 {"{code}"}입니다. 다른 브라우저에서 로그인할 때 필요하므로 적어 두십시오.
classroom-js-hint-none = 힌트가 더 없습니다.
classroom-js-hint-costs = 다음 힌트의 값은 {"{price}"}점입니다.
classroom-js-points = {"{of}"}점 중 {"{points}"}점
classroom-js-fixed = 모두 올바릅니다. 잘했습니다!
classroom-js-checking = 호스트를 읽는 중…
classroom-js-file = 브라우저가 {"{name}"} 파일을 내려받습니다. [파일]에도 있습니다.
classroom-js-name = 이름
classroom-js-here = 접속 중
classroom-js-away = {"{minutes}"}분째 자리 비움
classroom-js-holds = 단계
classroom-js-points-head = 점수
classroom-js-hints = 힌트
classroom-js-minutes = 분
classroom-js-watch = 보기
classroom-js-read-only = 읽기 전용
classroom-js-done = 완료했습니다.
classroom-js-sure = {"{name}"}의 실습 환경을 바꾸겠습니까?
classroom-js-sure-remove = {"{name}"} 학생을 수업에서 제외하시겠습니까? 이 이름은 다른 사람이 쓸 수 있게 됩니다. 실습 환경은 수업 폴더의 removed/ 아래에 남습니다.
classroom-js-new-code = 새 개인 코드: {"{code}"}
classroom-js-check = 채점
