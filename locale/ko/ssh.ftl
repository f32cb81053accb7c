# 호스트 접속: 연결, 호스트 키, 로그인, 그리고 명령을 실행할 때 생길 수 있는 문제.

## 호스트 키

unknown-host-key = { $host }의 호스트 키가 알려지지 않았습니다: { $keytype } { $fingerprint }. 그 호스트에서 `ssh-keygen -lf`의 출력과 비교하십시오. 그런 다음 ssh로 한 번 로그인하여 known_hosts에 추가하거나, 응답의 그 호스트 아래에 `host_key: "{ $fingerprint }"`{ JOSA($fingerprint, "을/를") } 추가하십시오.
changed-host-key = { $host }의 호스트 키가 알려진 키({ $known })와 다릅니다: { $keytype } { $fingerprint }. 아무것도 보내지 않았습니다. 호스트를 다시 설치했거나 누군가 접속을 가로채고 있는 것입니다. known_hosts나 응답을 수정하기 전에 어느 쪽인지 확인하십시오.
revoked-host-key = { $host }의 호스트 키는 known_hosts에서 폐기된 키입니다: { $keytype } { $fingerprint }. 아무것도 보내지 않았습니다.
unknown-gateway-key = { $host }에 접속할 때 거치는 게이트웨이 { $name }의 호스트 키가 알려지지 않았습니다: { $keytype } { $fingerprint }. 게이트웨이에 ssh로 한 번 로그인하여 known_hosts에 추가하십시오.
changed-gateway-key = { $host }에 접속할 때 거치는 게이트웨이 { $name }의 호스트 키가 알려진 키({ $known })와 다릅니다: { $keytype } { $fingerprint }. 아무것도 보내지 않았습니다. known_hosts를 수정하기 전에 이유를 확인하십시오.
revoked-gateway-key = { $host }에 접속할 때 거치는 게이트웨이 { $name }의 호스트 키는 known_hosts에서 폐기된 키입니다: { $keytype } { $fingerprint }. 아무것도 보내지 않았습니다.

## 접속

ssh-unknown-name = { $host }: 이 컴퓨터에서 { $address }{ JOSA($address, "이라는/라는") } 이름을 찾을 수 없습니다. 응답의 `host`나 /etc/hosts를 확인하십시오.
ssh-refused = { $host }: { $address }:{ $port }에서 접속을 받는 프로그램이 없습니다. sshd가 실행 중인지, 포트가 맞는지 확인하십시오.
ssh-no-route = { $host }: { $address }:{ $port }에 접속할 수 없습니다: { $reason }. 주소와 네트워크를 확인하십시오.
ssh-timeout = { $host }: { $address }:{ $port }에서 응답이 없습니다. 호스트가 켜져 있는지, 방화벽이 차단하지 않는지 확인하십시오.
ssh-gateway = { $host }: ~/.ssh/config의 게이트웨이를 거쳐 { $address }:{ $port }에 접속할 수 없습니다: { $reason }
ssh-no-common-algorithm = { $host }: { $address }:{ $port }의 SSH 서버와 공통으로 지원하는 알고리즘이 없습니다: { $reason }
ssh-no-banner = { $host }: { $address }:{ $port }에 연결되었지만 아무것도 보내지 않습니다. 호스트가 멈췄거나 과부하 상태일 수 있습니다.
ssh-not-ssh = { $host }: { $address }:{ $port }에서 응답하는 프로그램은 SSH 서버가 아닙니다: { $reason }
ssh-frozen = { $host }: 접속 도중에 응답이 끊겼습니다. 호스트가 멈췄거나 과부하 상태일 수 있습니다.
ssh-broken = { $host }: { $address }:{ $port } 접속이 끊어졌습니다: { $reason }
ssh-closed = { $host }: 접속을 종료했습니다.
ssh-config = { $host }: SSH 설정(~/.ssh/config, known_hosts)을 사용할 수 없습니다: { $reason }
ssh-too-many-files = { $host }: 이 프로그램이 파일을 더 열 수 없습니다: { $reason }. 제한(`ulimit -n`)을 올리거나 --forks 또는 --limit으로 동시에 작업할 호스트 수를 줄이십시오.
ssh-no-session = { $host }: 새 세션을 거부합니다: { $reason }. 그 호스트 sshd_config의 MaxSessions를 확인하십시오.

## 로그인

ssh-key-missing = { $host }: 키 파일 { $path }{ JOSA($path, "을/를") } 사용할 수 없습니다: { $reason }. 응답의 `identity_file`을 확인하십시오.
ssh-key-encrypted = { $host }: { $user } 사용자의 { $path } 키에 암호 구문이 설정되어 있습니다. ssh-add로 에이전트에 키를 추가하거나, 로그인 암호에 암호 구문을 입력하십시오.
ssh-login-asks = { $host }에 { $user }{ JOSA($user, "이/가") } 암호만으로는 로그인할 수 없습니다. 서버의 질문: “{ $asked }”. 암호는 질문 하나에 한 번만 보냅니다. 응답의 `ssh` 아래 암호를 확인하거나 키로 로그인하십시오.
ssh-login-refused = { $host }: { $user } 사용자의 로그인이 거부되었습니다. 시도한 방법: { $tried }, 서버가 허용하는 방법: { $methods }. 응답의 `ssh`에서 사용자, 키, 암호를 확인하십시오.
sudo-refused = { $host }: sudo로 root가 될 수 없습니다: { $said }. 암호와 그 호스트의 sudoers를 확인하십시오.
ssh-no-shell = { $host }: { $user } 사용자로 로그인은 되지만 sh가 시작되지 않아 명령이 실행되지 않습니다. 호스트가 출력한 내용: { $said }. ssh로 한 번 로그인하여 새 암호 등을 요구하는지 확인하십시오. 또는 일반 셸을 사용하는 사용자를 응답의 그 호스트 아래 `user:`에 입력하고, root가 아니면 `sudo: true`도 추가하십시오.

## 명령

host-busy = { $host }에서 이전 실행의 명령이 아직 실행 중입니다. 끝난 다음 다시 실행하십시오.
run-lock-held = { $host }: 다른 실행이 이 호스트를 사용하고 있습니다. { $owner }, { $since }부터. 그 실행이 끝나면 시작합니다.
command-at-work =
    { $host }에서 이전 실행의 명령이 { $since }부터 실행 중입니다:
    { $command }
    끝나면 계속합니다.
run-lock-not-had = { $why } { $seconds }초 동안 기다렸습니다. 끝난 다음 다시 실행하십시오.
run-lock-lost = { $host }: 이 실행과 호스트의 연결이 끊긴 사이에 다른 실행이 잠금을 얻었습니다. { $owner }, { $since }부터. 마지막 명령은 실행하지 않았습니다. 그 실행이 끝난 다음 다시 실행하십시오.
run-lock-gone = { $host }: 누군가 이 실행의 잠금 { $path }{ JOSA($path, "을/를") } 지웠습니다. 마지막 명령은 실행하지 않았습니다. 다시 실행하십시오.
run-lock-unsafe = { $host }: { $path }{ JOSA($path, "은/는") } root 소유이고 다른 사용자가 들어갈 수 없는 디렉터리(모드 0700)여야 합니다. 두 실행이 겹치지 않게 하는 잠금이 그 안에 있습니다. 현재 상태: { $found }. root로 로그인하거나 sudo를 사용하십시오. 디렉터리가 잘못되어 있으면 누가 만들었는지 확인하고 지운 다음 다시 실행하십시오.
run-lock-failed = { $host }: 두 실행이 겹치지 않게 하는 잠금 { $path }{ JOSA($path, "을/를") } 얻을 수 없습니다. 호스트가 출력한 내용: { $said }
answer-too-long = { $host }: { $name }{ JOSA($name, "이/가") } 터미널 한 줄에 입력하기에 너무 깁니다. { $limit }바이트까지 입력할 수 있습니다.
answer-not-typeable = { $host }: { $name }에 터미널에서 입력할 수 없는 문자가 있습니다.
prompt-again = { $host }: 프로그램이 이미 받은 것을 다시 물어 중단했습니다. 명령 기록을 확인하십시오.
command-limit = { $host }: 명령이 { $seconds }초 안에 끝나지 않았습니다. 아직 실행 중일 수 있습니다. 다시 실행하면 끝나기를 기다립니다.
connection-lost = 명령이 실행되는 동안 { $host } 접속이 끊어졌습니다. 결과는 호스트에서만 알 수 있으므로 다시 접속하여 읽습니다.
connection-ended = 다음 명령을 보내기 전에 { $host } 접속이 끊어져 있었습니다. 다시 접속합니다.
host-gone = { $seconds }초 안에 { $host }에 다시 접속하지 못했습니다. 이 단계의 명령은 보내지 않았습니다.
host-gone-amid = 명령을 보낸 뒤 { $seconds }초 안에 { $host }에 다시 접속하지 못했습니다. 결과는 호스트에서만 알 수 있습니다. 접속할 수 있게 되면 다시 실행하십시오.
host-gone-before = { $host }에 더는 접속할 수 없어 실행하지 않았습니다.
connection-silent = 명령이 실행되는 동안 { $host }의 응답이 끊겼습니다. 결과는 호스트에서만 알 수 있으므로 다시 접속하여 읽습니다.
host-slow = { $host }의 응답이 느립니다. 가장 짧은 명령에도 { $seconds }초가 걸려 모든 단계가 그만큼 오래 걸립니다. 그 호스트의 부하와 네트워크를 확인하십시오.
