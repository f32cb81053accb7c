# 마법사의 화면.

## 차례

place-nodes = 노드
place-4-4-2 = 컨트롤러 노드
place-4-4-3 = 컴퓨트 노드
place-4-4-4 = 동작 확인
place-report = 보고서
part-prepare = 사전 준비 사항
part-install = 구성요소 설치 및 설정
part-finish = 설치 완료
part-4-4-4 = 동작 확인

mark-done = 완료
mark-todo = 할 일
mark-differs = 다름
mark-running = 실행 중
mark-waiting = 대기 중
mark-failed = 실패
mark-skipped = 건너뜀
mark-unknown = 모름

## 머리와 바닥

head-lab = 실습 환경
head-survey = 호스트를 읽는 중
head-run = 실행 중

key-contents = 차례
key-back = 이전
key-on = 다음
key-run-step = 실행
key-run-on = 이어서
key-skip = 건너뜀
key-stop = 멈춤
key-read = 다시 읽기
key-save = 저장
key-language = English
key-theme = 색
key-help = 도움말
key-leave = 끝

help-title = 키
help-line = { $name }  { $what }
help-tabs = 1-6  단계의 탭 · [ ]  호스트 옮겨 다니기 · Ctrl-P  모든 명령 · Tab  다음 칸
help-contents = 차례로 갑니다. 좁은 화면에서는 차례를 펼치거나 접습니다.
help-back = 앞 단계로 갑니다.
help-on = 다음 단계로 갑니다.
help-run-step = 보이는 단계를 실행합니다. 절의 머리에서는 그 절 전체를 실행합니다.
help-run-on = 이 단계부터 이어서 실행합니다. 어디까지 할지 묻습니다.
help-skip = 까닭을 적고 이 단계를 건너뜁니다. 다시 누르면 되돌립니다.
help-stop = 지금 명령이 끝나면 멈춥니다.
help-read = 호스트를 다시 읽고 다시 계획합니다.
help-save = 응답을 파일로 저장합니다. --replay로 쓸 수 있는 파일입니다.
help-language = 한국어와 영어를 바꿉니다.
help-theme = 어두운 색과 밝은 색을 바꿉니다.
help-help = 이 도움말을 보입니다.
help-leave = 마법사를 마칩니다.

## 단계

tab-explain = 설명
tab-answers = 응답
tab-checks = 확인
tab-commands = 명령
tab-diff = 변경
tab-output = 출력
tab-result = 결과

source-guide = 책
source-corrected = 고침
source-restored = 복원
source-added = 추가
source-guide-note = 책에 인쇄된 그대로입니다.
source-restored-note = 책의 잃어버린 쪽이며, RDO용 Mitaka 설치 가이드의 내용으로 채웠습니다.
source-added-note = 책에는 없고, 안전을 위해 이 마법사가 더했습니다.
source-printed = 인쇄된 꼴:
why-4-4-2-prepare-4 = 따옴표가 없으면 셸이 괄호를 문법 오류로 거부합니다. URL을 작은따옴표로 감쌉니다.
why-4-4-2-install-3d = 아무도 읽지 않는 섹션 이름입니다. [keystone_authtoken]으로 씁니다.
why-4-4-2-install-3g = 글자 l이 빠진, 없는 옵션입니다. vncserver_proxyclient_address로 씁니다.
why-4-4-2-finish-1 = 서비스 이름이 줄 끝에서 둘로 끊겼습니다. openstack-nova-novncproxy.service 하나로 씁니다.
why-4-4-3-finish-3a = 점은 옛 표기라서 새 coreutils가 경고합니다. nova:nova로 씁니다.
skipped-because = 건너뜀: { $reason }

commands-to-send = 실행하면 이것을 보냅니다.
commands-sent = 이것을 보냈습니다.
commands-book = 책에서는 이렇게 합니다.
diff-none = 파일을 고치는 것이 없습니다.
result-seconds = { $seconds }초 걸렸습니다.
result-advice = 이럴 때 보통 무엇이 문제인가
result-retry = 고친 뒤 F5를 누르면 여기서 다시 합니다.
not-read-yet = 아직 읽지 않았습니다. F5나 Ctrl-R로 호스트를 읽으십시오.

services-title = openstack compute service list

## 응답

field-host = SSH 주소
field-name = 이름
field-management-ip = 관리 주소
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
field-console-host = 콘솔의 호스트
field-dbpassword = dbpassword
field-novadbpass = novadbpass
field-novapass = novapass
field-rabbitpass = rabbitpass

password-again = 한 번 더
password-show = 보기
password-generate = 만들기
password-from = 출처
password-from-title = { $name }의 출처
password-from-text = env 변수 이름, file 경로, command 명령 가운데 하나를 입력하십시오. 암호는 필요할 때 읽으며 저장하지 않습니다.
password-optional = 없으면 키로 로그인합니다
password-type = 암호를 입력하십시오
password-env = 환경 변수 { $variable }에서
password-env-unset = 암호를 입력하십시오
password-file = 파일에서
password-command = 명령의 출력에서
password-clear = 응답 파일에서
password-typed = 입력했습니다
password-repeat = 같은 암호를 한 번 더 입력하십시오.
password-differs = 두 암호가 서로 다릅니다.
password-missing = 암호를 입력하거나, 환경 변수 { $variable }{ JOSA($variable, "을/를") } 설정하고 다시 시작하십시오.

flag-yes = 예
flag-no = 아니요
flag-change = 바꾸기
disk-look = 디스크 보기
disk-none = 쓰지 않음
disk-title = { $host }의 디스크
disk-type-name = 위의 목록을 확인하고, 인스턴스를 둘 디스크의 이름을 입력하십시오. 그 디스크를 통째로 씁니다.
disk-take = 이 디스크로
disk-erase-again =
    { $disk }{ JOSA($disk, "이/가") } 비어 있지 않습니다:
    { $found }
    모두 지워도 된다면 디스크의 이름을 한 번 더 입력하십시오.
disk-will-be-erased = { $disk }에 있는 것을 모두 지웁니다.
disks-unreadable = 디스크의 목록을 읽을 수 없습니다: { $said }

## 노드

nodes-hosts = 호스트
nodes-add = 컴퓨트 노드 더하기
nodes-remove = 마지막 노드 빼기
nodes-more = SSH 설정 모두
nodes-login = SSH 로그인 (모든 호스트에)
nodes-passwords = 암호
nodes-read = 호스트 읽기
checks-none = 아직 읽지 않았습니다. 응답을 채우고 F5를 누르십시오.
before-check-ssh = SSH 접속과 로그인
before-check-name = 컨트롤러의 이름
before-check-ports = RabbitMQ(5672)와 memcached(11211)
before-check-database = MariaDB의 root와 dbpassword
before-check-queue = RabbitMQ의 openstack과 rabbitpass
before-check-keystone = 토큰, service 프로젝트, admin 역할
before-check-packages = yum이 아는 패키지

trust-title = { $host }의 호스트 키를 확인하십시오
trust-how = 그 호스트의 콘솔에서 ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub 처럼 실행하여 지문이 같은지 확인하십시오. 같으면 응답에 이 키를 고정합니다.
trust-no = 믿지 않음
trust-yes = 같음, 믿음

## 실행

run-on-title = 어디까지 실행할까요?
run-on-text = 건너뛰기로 한 단계는 빼고, 호스트마다 책의 순서대로 실행합니다. 화면에서 보지 못한 명령은 보내기 전에 다시 보여 줍니다.
run-to-part = 이 부분 끝까지
run-to-section = 이 절 끝까지
run-to-end = 가이드 끝까지
approve-title = { $host }: { $id }
approve-text = 앞에서 보여 준 것과 다릅니다. 이것을 보낼까요?
approve-yes = 보냄
approve-no = 보내지 않음
stopping-after-this = 지금 명령이 끝나면 멈춥니다.
busy = 다른 작업이 끝난 뒤에 하십시오.
read-first = 먼저 호스트를 읽습니다. 계획을 확인하고 다시 누르십시오.
answers-incomplete = 응답에 채우거나 고칠 것이 { $count }개 있습니다. 첫 번째: { $first }
ended-done = 끝났습니다.
ended-failed = 실패한 단계가 있습니다. 그 단계의 결과를 보십시오.
ended-refused = 아무것도 바꾸지 않았습니다. 빠진 것이나 거부된 것이 있습니다.
ended-unreachable = 호스트에 닿을 수 없거나 로그인이 거부되었습니다.
ended-untrusted = 호스트 키를 믿을 수 없습니다.
ended-interrupted = 멈추었습니다. 다시 실행하면 이어서 합니다.
survey-done = 호스트를 읽었습니다. { $again ->
    [0] 계획은 그대로입니다.
   *[other] 다시 계획한 단계: { $again }개(↻).
}
survey-first = 호스트를 읽었습니다. F4로 다음 단계에 가서 계획을 보고, F5로 실행하십시오.
survey-missing = 빠지거나 거부된 것이 { $count }개 있습니다. 첫 번째는 { $host }의 { $place }에 나옵니다.

## 보고서

report-title = Nova 설치 보고서
report-time = { $time }에 호스트에서 읽은 대로입니다.
report-journal = 실행 기록: { $folder }
report-html = HTML로 저장
report-json = JSON으로 저장
report-save = 보고서를 { $kind }{ JOSA($kind, "으로/로") } 저장
report-save-text = 암호는 들어가지 않습니다. HTML에는 두 언어가 모두 들어갑니다.
report-sent = { $host }에 명령 { $count }개를 보냈습니다.
language-name = 한국어

## 지난번

resume-title = 지난번 응답이 있습니다
resume-text = { $file }에서 이어 갈까요? 호스트를 다시 읽고, 이미 된 것은 그대로 둡니다. 입력했던 암호는 저장하지 않았으므로 다시 묻습니다.
resume-yes = 이어 가기
resume-no = 책의 예로 새로

## 시작

no-terminal = 마법사는 터미널에서 엽니다. 터미널이 없으면 --replay를 쓰십시오. nova-wizard --help를 보십시오.
hangul-not-shown = 이 터미널은 한글을 보일 수 없어 영어로 말합니다. F9로 바꿀 수 있습니다.

lab-has-no-node = 실습 환경에 { $host }{ JOSA($host, "이/가") } 없습니다. 있는 호스트: { $names }. 노드를 더하려면 --lab-nodes로 다시 시작하십시오.

## 묻는 말

answer-ok = 확인
answer-cancel = 취소
skip-title = { $id } 건너뛰기
skip-text = 왜 건너뛰는지 적으십시오. 보고서에 남습니다.
skip-go = 건너뜀
save-title = 응답 저장
save-text = 입력한 암호는 저장하지 않습니다. --replay 때는 환경 변수에서 읽습니다.
save-go = 저장
saved = { $file }에 저장했습니다.
leave-title = 마법사를 마칠까요?
leave-at-work = 명령이 실행 중입니다. 마치면 그 명령은 호스트에서 끝까지 실행되고, 다음 명령은 보내지 않습니다.
leave-unfinished = 끝나지 않은 단계가 { $count }개 있습니다. 다시 시작하면 호스트를 읽고 이어서 합니다.
leave-stay = 계속
leave-save = 응답 저장
leave-now = 마침
