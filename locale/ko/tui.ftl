# 마법사의 화면.

## 목차

place-nodes = 노드
place-4-4-2 = 컨트롤러 노드
place-4-4-3 = 컴퓨트 노드
place-4-4-4 = 동작 확인
place-report = 보고서
part-prepare = 사전 준비 사항
part-install = 구성 요소 설치 및 설정
part-finish = 설치 마무리
part-4-4-4 = 동작 확인

mark-done = 완료
mark-todo = 할 일
mark-differs = 다름
mark-running = 실행 중
mark-waiting = 대기 중
mark-failed = 실패
mark-skipped = 건너뜀
mark-unknown = 알 수 없음

## 머리글과 바닥글

head-lab = 실습 환경
head-survey = 호스트를 읽는 중
head-run = 실행 중

key-contents = 목차
key-back = 이전
key-on = 다음
key-run-step = 실행
key-run-on = 이어서 실행
key-skip = 건너뛰기
key-stop = 중지
key-read = 다시 읽기
key-save = 저장
key-language = English
key-theme = 테마
key-help = 도움말
key-leave = 종료
key-next-to-do = 다음 할 일
key-read-hosts = 읽기
key-command-palette = 명령

help-title = 단축키
help-line = { $name }   { $what }
help-tabs =
    1-6   단계의 탭
    { "[" } ]   이전 호스트, 다음 호스트
    PgDn  계속 읽기. Home은 처음으로, End는 끝으로
    w     긴 출력 줄바꿈
    Tab   다음 입력란
    ^P    모든 명령
help-contents = 목차로 이동합니다. 좁은 화면에서는 목차를 펼치거나 접습니다.
help-back = 이전 단계로 이동합니다.
help-on = 다음 단계로 이동합니다.
help-run-step = 현재 단계를 실행합니다. 절의 첫 화면에서는 그 절 전체를 실행합니다. 아직 화면에 표시되지 않은 것은 먼저 표시합니다.
help-run-on = 여기서부터 이어서 실행합니다. 어디까지 실행하고 무엇을 보내는지 모두 표시하며, 확인하기 전에는 아무것도 보내지 않습니다.
help-next-to-do = 다음 할 단계로 갑니다. 모두 되었으면 보고서로 갑니다.
help-skip = 이유를 입력하고 이 단계를 건너뜁니다. 다시 누르면 취소합니다.
help-stop = 실행 중인 명령이 끝나면 중지합니다.
help-read = 호스트를 다시 읽고 실행 계획을 다시 세웁니다.
help-save = 응답을 --replay에 사용할 파일로 저장합니다.
help-language = 한국어와 영어를 전환합니다.
help-theme = 어두운 테마와 밝은 테마를 전환합니다.
help-help = 이 도움말을 표시합니다.
help-leave = 마법사를 종료합니다.

## 단계

tab-explain = 설명
tab-answers = 응답
tab-checks = 확인
tab-commands = 명령
tab-diff = 변경
tab-output = 출력
tab-result = 결과

source-guide = 책
source-corrected = 수정
source-restored = 복원
source-added = 추가
source-guide-note = 명령과 설정이 책에 인쇄된 그대로입니다.
source-restored-note = 책의 스캔본에 없는 페이지입니다. RDO용 Mitaka 설치 가이드의 내용으로 채웠습니다.
source-added-note = 책에는 없습니다. 안전을 위해 마법사가 추가한 단계입니다.
source-printed = 책의 표기:
why-4-4-2-prepare-4 = 따옴표가 없으면 셸이 괄호를 문법 오류로 처리합니다. URL을 작은따옴표로 감쌉니다.
why-4-4-2-install-3d = Nova는 이런 이름의 섹션을 읽지 않습니다. 올바른 이름은 [keystone_authtoken]입니다.
why-4-4-2-install-3g = l이 빠졌으며 이런 옵션은 없습니다. 올바른 이름은 vncserver_proxyclient_address입니다.
why-4-4-2-finish-1 = 서비스 이름이 두 줄로 나뉘었습니다. openstack-nova-novncproxy.service가 하나의 이름입니다.
why-4-4-3-finish-3a = 점은 이전 표기법이어서 새 coreutils가 경고합니다. 콜론을 사용하여 nova:nova로 씁니다.
skipped-because = 건너뜀: { $reason }

commands-to-send = 실행하면 다음 명령을 보냅니다.
commands-sent = 다음 명령을 보냈습니다.
commands-book = 책에서 사용하는 명령:
diff-none = 수정하는 파일이 없습니다.
result-seconds = { $seconds }초 걸렸습니다.
result-at-once = 0.1초도 걸리지 않았습니다.
output-none = 아직 출력이 없습니다.
result-advice = 문제 해결
result-retry = 문제를 해결한 뒤 F5를 누르면 이 단계부터 다시 시도합니다.
not-read-yet = 아직 읽지 않음. F5나 Ctrl-R을 누르면 호스트를 읽습니다.

services-title = openstack compute service list

## 응답

field-host = SSH 주소
field-name = 이름
field-management-ip = 관리 IP
field-disk = 디스크
field-user = 사용자
field-port = 포트
field-identity-file = 개인 키
field-known-hosts = 알려진 호스트 키
field-host-key = 호스트 키
field-sudo = sudo
field-password = 로그인 암호
field-region = 리전
field-openrc = openrc 파일
field-console-host = 콘솔 호스트
field-dbpassword = dbpassword
field-novadbpass = novadbpass
field-novapass = novapass
field-rabbitpass = rabbitpass

password-again = 한 번 더
password-show = 보기
password-generate = 생성
password-from = 출처
password-from-title = { $name }의 출처
password-from-text = 다음 가운데 하나를 입력하십시오: env 변수_이름, file 경로, command 명령. 암호는 필요할 때 읽으며 저장하지 않습니다.
password-optional = 비워 두면 키로 로그인합니다
password-type = 암호를 입력하십시오
password-new = 암호
password-env = 환경 변수 { $variable }에서 읽습니다
password-env-unset = 암호를 입력하십시오
password-file = 파일에서 읽습니다
password-command = 명령의 출력에서 읽습니다
password-clear = 응답 파일에 있습니다
password-typed = 입력했습니다
password-repeat = 같은 암호를 한 번 더 입력하십시오.
password-differs = 두 암호가 서로 다릅니다.
password-missing = 암호를 입력하거나, 환경 변수 { $variable }{ JOSA($variable, "을/를") } 설정하고 다시 시작하십시오.

flag-yes = 예
flag-no = 아니요
flag-change = 변경
disk-look = 디스크 보기
disk-none = 사용하지 않음
disk-title = { $host }의 디스크
disk-type-name = 목록을 확인하고, 인스턴스를 저장할 디스크의 이름을 입력하십시오. 디스크 전체를 사용합니다.
disk-take = 이 디스크 사용
disk-erase-again =
    { $disk }{ JOSA($disk, "이/가") } 비어 있지 않습니다:
    { $found }
    모두 지워도 된다면 디스크의 이름을 한 번 더 입력하십시오.
disk-will-be-erased = { $disk }의 데이터를 모두 지웁니다.
disks-unreadable = 디스크 목록을 읽을 수 없습니다: { $said }

## 채우거나 고칠 응답, 응답을 바꿀 때

field-missing = 입력하십시오.
field-undo = Esc를 누르면 변경을 취소합니다.
password-change = 다른 암호를 입력하려면 백스페이스로 지우십시오.
password-no-source = env, file, command 가운데 하나로 시작하고, 한 칸 띄운 다음 이름이나 경로, 명령을 입력하십시오.
pasted-in-part = 한 줄만 입력할 수 있습니다. 붙여 넣은 { $count }줄 가운데 첫 줄만 입력했습니다.
answers-listed = ✗ 입력하거나 수정할 응답: { $names }
answer-of-host = { $host } { $answer }
answer-path = { $path }

## 노드

nodes-hosts = 호스트
nodes-add = 컴퓨트 노드 추가
nodes-remove = 마지막 노드 제거
nodes-more = 모든 SSH 설정
nodes-login = SSH 로그인(모든 호스트)
nodes-passwords = 암호와 자격증명
nodes-read = 호스트 읽기
checks-none = 아직 읽지 않음. 응답을 입력하고 F5를 누르십시오.
before-check-ssh = SSH 접속과 로그인
before-check-name = 컨트롤러 노드의 이름
before-check-identity = 노드의 주소와 이름
before-check-ports = RabbitMQ(5672)와 memcached(11211)
before-check-database = MariaDB: dbpassword로 root 로그인
before-check-queue = RabbitMQ: rabbitpass로 openstack 로그인
before-check-keystone = 토큰, service 프로젝트, admin 역할
before-check-packages = yum이 찾을 수 있는 패키지
before-check-files = nova.conf의 설정을 덮어쓰는 다른 파일 없음

trust-title = { $host }의 호스트 키를 확인하십시오
trust-how = 그 호스트의 콘솔에서 ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub(또는 해당 키 종류의 파일)을 실행하여 지문을 비교하십시오. 같으면 응답에 이 키를 고정합니다.
trust-no = 신뢰하지 않음
trust-yes = 같음, 신뢰함

## 실행

run-to-part = 이 부분의 끝까지
run-to-section = 이 절의 끝까지
run-to-end = 가이드의 끝까지
approve-title = { $host }: { $id }
approve-text = 앞에서 표시한 것과 다릅니다. 보낼까요?
approve-yes = 보내기
approve-no = 보내지 않기
stopping-after-this = 실행 중인 명령이 끝나면 중지합니다.
busy = 다른 작업이 아직 진행 중입니다. 끝난 뒤 다시 누르거나, F8을 눌러 중지하십시오.
read-first = 먼저 호스트를 읽습니다. 다 읽은 뒤 다시 누르십시오.
answers-incomplete = 응답에 입력하거나 수정할 것이 { $count }개 있습니다. 첫 번째: { $first }.
ended-done = 완료했습니다.
ended-failed = 실패한 단계가 있습니다.
ended-failed-skipped = 실패한 단계가 있습니다. 건너뛴 { $steps } 단계가 필요할 수 있습니다.
ended-refused = 아무것도 변경하지 않았습니다. 없거나 거부된 것이 있습니다.
ended-unreachable = 호스트에 접속할 수 없거나 로그인이 거부되었습니다.
ended-untrusted = 호스트 키를 신뢰할 수 없습니다.
ended-interrupted = 중지했습니다.
survey-done = 호스트를 읽었습니다. { $again ->
    [0] 실행 계획이 준비되었습니다.
   *[other] 실행 계획이 바뀐 단계: { $again }개(↻).
}
survey-read = 호스트를 읽었습니다.
survey-missing = 없거나 거부된 것이 { $count }개 있습니다. 첫 번째는 { $host }에 있으며 ‘{ $place }’에 나옵니다.

## 보고서

report-title = Nova 설치 보고서
report-time = { $time }에 호스트에서 읽은 상태입니다.
report-journal = 실행 기록: { $folder }
report-html = HTML로 저장
report-json = JSON으로 저장
report-save = 보고서를 { $kind }{ JOSA($kind, "으로/로") } 저장
report-save-text = 보고서에는 암호가 없습니다. HTML 파일에는 두 언어가 모두 들어갑니다.
report-sent = { $host }에 명령 { $count }개를 보냈습니다.
language-name = 한국어

## 지난번

resume-title = 지난번 응답으로 계속할까요?
resume-text = 지난번 응답이 { $file }에 있습니다. 호스트를 다시 읽고, 이미 완료된 것은 변경하지 않습니다. 입력했던 암호는 저장하지 않았으므로 다시 묻습니다.
resume-yes = 계속
resume-no = 책의 예로 시작

## 시작

no-terminal = 마법사에는 터미널이 필요합니다. 터미널이 없으면 --replay를 사용하십시오. nova-wizard --help를 보십시오.
hangul-not-shown = 이 터미널은 한글을 표시할 수 없어 영어를 사용합니다. F9를 눌러 바꿀 수 있습니다.

lab-has-no-node = 실습 환경에 { $host }{ JOSA($host, "이/가") } 없습니다. 있는 호스트: { $names }. 노드를 추가하려면 --lab-nodes로 다시 시작하십시오.

## 질문

answer-ok = 확인
answer-cancel = 취소
skip-title = 건너뛰기: { $id }
skip-text = 건너뛰는 이유를 입력하십시오. 보고서에 남습니다.
skip-go = 건너뛰기
save-title = 응답 저장
save-text = 입력한 암호는 저장하지 않습니다. --replay는 환경 변수에서 암호를 읽습니다.
save-go = 저장
saved = { $file }에 저장했습니다.
leave-title = 마법사를 종료할까요?
leave-at-work = 명령이 실행 중입니다. 종료하면 그 명령은 호스트에서 끝까지 실행되고, 다음 명령은 보내지 않습니다.
leave-unfinished = 완료되지 않은 단계가 { $count }개 있습니다. 다시 시작하면 호스트를 읽고 이어서 진행합니다.
leave-lab-lost = 이 실습 환경은 메모리에만 있습니다. 종료하면 호스트에서 한 작업이 모두 사라집니다. 나중에 계속하려면 폴더에 보관하십시오.
leave-lab-at-work = 명령이 실행 중입니다. 실습 환경을 보관하려면 먼저 F8을 눌러 중지하십시오.
leave-keep = 실습 환경 보관 후 종료
keep-title = 실습 환경 보관
keep-text = 폴더를 지정하십시오. 호스트를 현재 상태 그대로 보관하며, nova-wizard --lab --lab-dir FOLDER로 계속할 수 있습니다.
keep-go = 보관 후 종료
keep-at-work = 실습 환경을 보관하는 중입니다.
lab-kept =
    실습 환경을 { $directory }에 보관했습니다. 계속하려면:
    { $command }
leave-stay = 계속
leave-save = 응답 저장
leave-now = 종료

## 찾기, 복사, 팔레트, 셸

key-search = 검색
key-copy = 복사
key-shell = 셸
key-wrap = 줄바꿈
help-search = 단계의 설명, 명령, 출력에서 검색합니다.
help-copy = 책의 명령이나 선택한 텍스트를 복사합니다.
help-shell = 호스트의 SSH 셸을 엽니다. 종료하면 호스트를 다시 읽습니다.
search-name = 검색
search-keys = Enter ↓ ↑  다음, 이전 · Esc  닫기
search-none = 여기에 없음 · ^P로 단계와 설정 검색
search-found = { $number }/{ $count }  { $where }
copied = { $more ->
    [0] 복사했습니다: { $text }
   *[other] 복사했습니다: { $text } (외 { $more }줄)
}
copied-lines = { $count }줄을 복사했습니다.
copy-nothing = 여기에는 복사할 명령이 없습니다.
copy-which = 어느 명령을 복사할까요?
copy-all = 명령 { $count }개 모두
palette-search = 단계, 호스트, 탭, 설정, 동작
palette-none = 검색 결과 없음
palette-tab = 탭
palette-shell = { $host }의 셸
palette-shell-line = { $host }에 접속하는 ssh 명령 복사
shell-where = 어느 호스트에서 열까요?
shell-title = { $host }의 셸
shell-connecting = { $host }의 셸을 준비하고 있습니다.
shell-begins = { $host }의 셸입니다. exit를 입력하면 마법사로 돌아갑니다.
shell-ended = { $host }에서 돌아왔습니다. 호스트를 다시 읽습니다. 실행한 명령: { $command }
shell-line = { $command }
shell-not-here = 이 터미널을 다른 프로그램에 넘길 수 없습니다. 다른 터미널에서 이 명령을 실행하십시오.
shell-no-ssh = 이 컴퓨터에 ssh가 없습니다. ssh가 있는 곳에서 이 명령을 실행하십시오.
shell-copy = 복사
