# answers.yaml: 오류와 작성자가 알아야 할 내용.

answers-wrong = { $file }에 오류가 { $count }개 있습니다.
answers-line = { " " }({ $line }행)

answers-stdin = 표준 입력
answers-valid = { $file }{ JOSA($file, "은/는") } 올바릅니다. 다른 곳에서 가져오는 암호는 형식만 검사했으며, 그곳을 열거나 호스트에 접속하지 않았습니다.

## 파일

answers-no-file = 그런 파일이 없습니다. `nova-wizard --init FILE`로 새 파일을 만들어 시작할 수 있습니다.
answers-a-folder = 파일이 아니라 폴더입니다. 폴더 안에 있는 응답 파일의 경로를 지정하십시오.
answers-unreadable = 파일을 읽을 수 없습니다: { $reason }. 소유자와 권한을 확인하십시오.
answers-too-long = 파일이 { $limit }바이트보다 깁니다. 응답 파일일 수 없습니다.
answers-too-deep = 파일이 너무 깊이 중첩되어 있습니다. 응답 파일일 수 없습니다.
answers-too-many-values = 파일에 키와 값이 { $limit }개보다 많습니다. 응답 파일일 수 없습니다.
answers-line-too-long = { $number }행이 { $limit }자보다 깁니다. 응답 파일일 수 없습니다.
answers-more = … 그 밖에 { $count }개가 더 있습니다.
answers-not-text = UTF-8 텍스트 파일이 아닙니다. 제어 문자를 지우고 UTF-8로 저장하십시오.
answers-empty = 파일이 비어 있습니다. `nova-wizard --init FILE`로 새 파일을 만들어 시작할 수 있습니다.
answers-not-a-mapping = 파일은 `version: 1`처럼 키와 값으로 이루어져야 합니다.
answers-file-there = { $file }{ JOSA($file, "이/가") } 이미 있어 그대로 두었습니다. 다른 파일을 지정하십시오.
answers-not-written = { $file }{ JOSA($file, "을/를") } 쓸 수 없습니다: { $reason }. 쓸 수 있는 폴더의 파일을 지정하십시오.
save-link = { $file }{ JOSA($file, "은/는") } { $target }{ JOSA($target, "을/를") } 가리키는 심볼릭 링크여서 그대로 두었습니다. 그 파일을 직접 지정하거나 다른 파일을 지정하십시오.
save-no-file = { $file }{ JOSA($file, "은/는") } 일반 파일이 아니어서 그대로 두었습니다. 다른 파일을 지정하십시오.
save-no-such-user = { $file }의 사용자가 이 컴퓨터에 없습니다. 전체 경로를 쓰십시오.

## YAML

answers-yaml =
    { $line }행 { $column }열에서 YAML 문법에 맞지 않습니다. 그 행과 바로 앞 행에 빠진 콜론, 잘못된 들여쓰기, 닫지 않은 따옴표가 있는지 확인하십시오. 특수 문자가 든 값은 'va:l#ue'처럼 따옴표로 감쌉니다.
answers-tab = { $line }행 { $column }열에 탭이 있습니다. YAML의 들여쓰기에는 공백만 사용할 수 있습니다.
answers-several-documents = { $line }행에서 두 번째 YAML 문서가 시작됩니다. 문서는 하나만 읽으므로, 그 ---와 뒤의 내용을 지우거나 다른 하나만 남기십시오.
answers-directive = { $line }행이 %로 시작합니다. %YAML, %TAG 같은 지시문은 사용할 수 없습니다. 그 줄을 지우십시오.
answers-not-yaml = YAML로 읽을 수 없습니다. `nova-wizard --init FILE`이 만드는 파일과 비교하십시오.
answers-alias = 별칭(`*name`)은 사용할 수 없습니다. 값을 직접 쓰십시오. *로 시작하는 값은 따옴표로 감쌉니다.
answers-tag = 태그(`!name`)는 사용할 수 없습니다. !로 시작하는 값은 따옴표로 감쌉니다.
answers-half-character = 문자의 절반만 나타내는 이스케이프(\ud800~\udfff)가 있습니다. 문자를 직접 쓰십시오.
answers-key = 키는 일반 단어여야 합니다.
answers-twice = 같은 키가 두 번 있습니다. 하나만 남기십시오.

## 키

answers-missing = 이 키가 빠졌습니다.
answers-unknown-key = 여기에 사용할 수 없는 키입니다. 사용할 수 있는 키: { $known }.
answers-unknown-key-near = 여기에 사용할 수 없는 키입니다. `{ $near }`{ JOSA($near, "을/를") } 입력하려고 했습니까?
answers-wants-text = 문자열이 와야 합니다. 숫자나 true 같은 단어는 "10"처럼 따옴표로 감쌉니다.
answers-wants-number = 따옴표 없는 정수가 와야 합니다.
answers-wants-yes-or-no = 따옴표 없이 true나 false가 와야 합니다.
answers-wants-list = 목록이 와야 합니다. 각 호스트는 `- host:`로 시작합니다.
answers-wants-keys = 이 키 아래에 들여 쓴 키와 값이 와야 합니다.
answers-no-compute = 컴퓨트 노드가 하나 이상 있어야 합니다.
answers-too-many-nodes = 컴퓨트 노드는 1,000개까지 사용할 수 있습니다.
answers-option = 하이픈으로 시작하여 명령이 옵션으로 받아들입니다.
answers-version = 이 nova-wizard는 `version: 1`을 읽습니다.
answers-language = ko나 en을 입력하십시오.
answers-port = 포트는 1부터 65535까지의 수입니다.
answers-name = 호스트 이름이 아닙니다. 영문자, 숫자, 하이픈, 밑줄로 된 부분을 점으로 연결하여 입력하십시오.
answers-host = 주소도 아니고 SSH에서 사용할 수 있는 이름도 아닙니다. 사용자는 `user:`에, 포트는 `port:`에 입력합니다.
answers-user = 사용자 이름이 아닙니다.
answers-address = IPv4나 IPv6 주소가 아닙니다.
answers-address-of-no-host = { $kind ->
    [unspecified] 어느 호스트도 가리키지 않는 주소입니다(0.0.0.0/8, ::).
    [loopback] 루프백 주소입니다. 어느 호스트에서나 그 호스트 자신을 가리킵니다.
    [link-local] 호스트가 스스로 할당하는 링크 로컬 주소입니다.
    [multicast] 여러 호스트를 가리키는 멀티캐스트 주소입니다.
    [broadcast] 모든 호스트를 가리키는 브로드캐스트 주소입니다.
    [zone] 영역(%)이 붙은 주소는 한 호스트에서만 유효합니다.
    [mapped] IPv6 형식으로 쓴 IPv4 주소입니다.
   *[reserved] 예약된 주소여서 호스트가 사용할 수 없습니다.
} 10.0.0.11처럼 관리 네트워크의 호스트 주소를 입력하십시오.
answers-disk = 디스크가 아닙니다. /dev/sdb처럼 장치의 전체 경로를 입력하십시오.
answers-identity = 디스크의 식별 정보가 아닙니다. 디스크를 거부한 메시지에서 그대로 복사하십시오.
answers-region = 리전 이름이 아닙니다. 영문자, 숫자, 점, 하이픈, 밑줄을 사용하되 하이픈으로 시작하지 마십시오.
answers-openrc = 컨트롤러 노드에 있는 파일의 전체 경로가 아닙니다. /root/admin-openrc처럼 입력하십시오.
answers-path = 이 컴퓨터의 경로가 아닙니다.
answers-path-unusable = 이 경로의 파일을 사용할 수 없습니다: { $reason }.
answers-host-key = 키의 지문이 아닙니다. `ssh-keygen -lf`가 출력하는 SHA256:과 43글자를 입력하십시오.
answers-repeated = { $first }{ JOSA($first, "과/와") } 같습니다. 호스트마다 값이 달라야 합니다.
answers-erase-without-disk = `erase`는 지워도 되는 디스크를 지정하는 키이지만, 이 호스트에는 `disk`가 없습니다.

## 암호

answers-password-source =
    암호의 출처가 아닙니다. {"{"}env: VARIABLE{"}"}, {"{"}file: PATH{"}"}, {"{"}command: COMMAND{"}"} 가운데 하나를 쓰거나, 암호를 따옴표로 감싸서 쓰십시오.
answers-password-quotes = 숫자처럼 보이는 암호는 모든 숫자가 그대로 유지되도록 따옴표로 감쌉니다.
answers-password-empty = 암호가 비어 있습니다.
answers-password-too-big = 읽을 내용이 { $limit }바이트보다 많습니다. 암호는 255자까지 사용할 수 있습니다. 암호의 출처에 무엇이 있는지, 무엇을 출력하는지 확인하십시오.
answers-password-env = { $variable ->
    [none] `env`에 지정한 환경 변수가 설정되지 않았습니다. `env`에는 변수 이름을 씁니다. 암호 자체를 쓰려면 중괄호 대신 따옴표로 감쌉니다.
   *[other] 환경 변수 { $variable }{ JOSA($variable, "이/가") } 설정되지 않았습니다. export로 설정한 뒤 다시 시작하십시오.
}
answers-password-file = { $file ->
    [none] `file`에 지정한 파일을 읽을 수 없습니다: { $reason }. `file`에는 경로를 씁니다. 암호 자체를 쓰려면 중괄호 대신 따옴표로 감쌉니다.
   *[other] 암호 파일 { $file }{ JOSA($file, "을/를") } 읽을 수 없습니다: { $reason }.
}
answers-password-command =
    암호를 출력하는 명령이 상태 { $status }{ JOSA($status, "으로/로") } 종료되었습니다. { $said ->
        [none] 이유는 출력하지 않았습니다.
       *[other] 명령의 출력: { $said }
    }
answers-password-command-slow = 암호를 출력하는 명령이 { $limit }초 안에 끝나지 않았습니다. 입력을 기다리고 있는지 터미널에서 실행하여 확인하십시오.
answers-password-command-not-run = 셸이 암호를 출력하는 명령을 실행할 수 없습니다(상태 { $status }). 그런 이름의 프로그램이 없거나 실행할 수 없는 파일입니다. 터미널에서 실행하여 확인하십시오. `command`에는 명령을 씁니다. 암호 자체를 쓰려면 중괄호 대신 따옴표로 감쌉니다.
answers-password-command-start = 암호를 출력하는 명령을 시작할 수 없습니다: { $reason }.
answers-password-command-said = { $name }: 암호를 출력하는 명령의 다른 출력: { $said }
answers-password-file-open = { $name }: 다른 사용자가 { $file }{ JOSA($file, "을/를") } 읽을 수 있습니다. `chmod 600`으로 소유자만 읽을 수 있게 하십시오.
answers-password-in-clear = { $file }에 암호({ $names })가 평문으로 있고 다른 사용자가 읽을 수 있습니다. `chmod 600`으로 소유자만 읽을 수 있게 하십시오.
password-too-long = 암호 { $name }의 길이는 { $length }자입니다. { $limit }자까지 사용할 수 있습니다.
password-line-break = 암호 { $name }의 { $position }번째 문자가 줄바꿈({ $character })입니다. 암호를 사용하는 곳에 쓸 수 없는 문자입니다.
password-control = 암호 { $name }의 { $position }번째 문자가 제어 문자({ $character })입니다. 암호를 사용하는 곳에 쓸 수 없는 문자입니다.
password-not-unicode = 암호 { $name }{ JOSA($name, "은/는") } { $position }번째 문자부터 UTF-8 텍스트가 아닙니다.
password-not-ascii = 암호 { $name }의 { $position }번째 문자가 { $character }입니다. 데이터베이스 암호에는 ASCII 문자(영문자, 숫자, 영문 자판의 기호)만 사용할 수 있습니다.

## 신뢰할 수 있는 파일

trusted-file-kind = { $file }{ JOSA($file, "은/는") } 일반 파일이 아닙니다. 일반 파일이나 <(COMMAND)처럼 셸이 전달하는 파이프를 사용하십시오.
trusted-stdin-terminal = 표준 입력이 터미널입니다. FILE 대신 -를 쓰면 파일이나 프로그램에서 응답을 읽습니다: `nova-wizard --replay - < answers.yaml` 또는 `COMMAND | nova-wizard --replay -`.
trusted-file-owner = { $file }의 소유자는 { $user }도 root도 아닌 { $owner }입니다. { $owner }{ JOSA($owner, "이/가") } 실행할 내용을 바꿀 수 있으므로 아무것도 하지 않았습니다. 내용을 확인하고 본인이 소유한 사본을 사용하십시오: `install -m 600 FILE COPY`.
trusted-file-mode = 소유자가 아닌 사용자도 { $file }에 쓸 수 있습니다(권한 { $mode }). 실행할 내용을 바꿀 수 있으므로 아무것도 하지 않았습니다. 내용을 확인하고 쓰기 권한을 제거하십시오: `chmod go-w FILE`.
trusted-folder-owner = { $folder }의 소유자는 본인도 root도 아닌 { $owner }입니다. { $owner }{ JOSA($owner, "이/가") } { $file }{ JOSA($file, "을/를") } 다른 파일로 바꿀 수 있으므로 아무것도 하지 않았습니다. 본인이 소유한 폴더에 사본을 두고 사용하십시오: `install -m 600 FILE COPY`.
trusted-folder-mode = 소유자가 아닌 사용자도 폴더 { $folder }에 쓸 수 있습니다(권한 { $mode }). { $file }{ JOSA($file, "을/를") } 다른 파일로 바꿀 수 있으므로 아무것도 하지 않았습니다. `chmod go-w FOLDER`로 쓰기 권한을 제거하거나 다른 폴더를 사용하십시오.
trusted-folder-link = { $folder }{ JOSA($folder, "은/는") } 심볼릭 링크입니다. NOVA_WIZARD_STATE 등으로 폴더를 직접 지정하십시오.

## 실행이 남기는 것

journal-unwritable = { $folder }에 실행 기록을 쓸 수 없습니다: { $reason }. 공간을 확보하거나 NOVA_WIZARD_STATE로 다른 폴더를 지정한 뒤 다시 시작하십시오.
state-no-home = 실행 기록을 둘 곳이 없습니다. HOME이 전체 경로로 설정되지 않았습니다. HOME을 설정하거나 NOVA_WIZARD_STATE로 폴더를 지정한 뒤 다시 시작하십시오.
state-nowhere = 실행 기록을 둘 곳이 없습니다. 작업 디렉터리를 찾을 수 없습니다({ $reason }). NOVA_WIZARD_STATE에 전체 경로를 설정하거나 다른 폴더에서 시작하십시오.
journal-incomplete = { $file }에 항목 { $lost }개가 빠졌습니다: { $reason }. 실행 자체에는 영향이 없습니다.

## 각 키의 설명: 응답 파일의 주석, 스키마의 설명

answers-note-file =
    nova-wizard의 응답 파일입니다. --answers와 --replay로 읽습니다. 이 컴퓨터의
    경로는 이 파일이 있는 폴더나 ~에서 시작합니다.
answers-note-version = 이 형식의 버전.
answers-note-language = 언어: ko나 en. 없으면 로캘을 따릅니다.
answers-note-region = 엔드포인트가 속하는 리전.
answers-note-openrc = `openstack` 명령에 사용할 admin 자격증명이 있는 컨트롤러 노드의 파일.
answers-note-console_host =
    사용자의 브라우저가 인스턴스 콘솔을 열 때 사용할 컨트롤러 노드의 이름.
    브라우저가 이름을 찾지 못하면 관리 IP를 입력합니다.
answers-note-controller = 컨트롤러 노드 (4.4.2).
answers-note-compute = 컴퓨트 노드 (4.4.3), 하나 이상.
answers-note-host = SSH로 접속할 곳: 주소, 이름, 또는 ~/.ssh/config의 Host.
answers-note-name =
    호스트끼리 서로를 부르는 이름. 컴퓨트 노드는
    `openstack compute service list`에 나오는 이름.
answers-note-management_ip = 관리 네트워크의 주소.
answers-note-disk =
    인스턴스를 저장할 별도의 디스크. 파티션을 생성하고 포맷합니다.
    없으면 디스크를 사용하는 네 단계를 건너뜁니다.
answers-note-erase =
    비어 있지 않은 디스크에만 사용합니다. 디스크를 거부한 메시지의 식별
    정보를 그대로 복사합니다. 디스크의 데이터는 모두 사라집니다.
answers-note-ssh =
    모든 호스트에 SSH로 접속하는 방법. 호스트 아래에 쓴 같은 키가 우선합니다.
    없는 것은 ~/.ssh/config와 에이전트를 따릅니다.
answers-note-user = 로그인할 사용자.
answers-note-port = SSH 포트.
answers-note-identity_file = 로그인에 사용할 개인 키.
answers-note-known_hosts = 알려진 호스트 키 파일.
answers-note-host_key = 호스트 아래에 씁니다. 그 호스트의 키와 일치해야 하는 지문.
answers-note-password = 로그인에 사용할 암호. 출처는 `passwords:`와 같은 방식으로 씁니다.
answers-note-sudo = true: `user`로 로그인하여 sudo를 통해 root로 실행합니다.
answers-note-passwords =
    책에 나온 이름의 암호. 환경 변수({"{"}env: NAME{"}"}), 파일({"{"}file: PATH{"}"}),
    명령의 출력({"{"}command: COMMAND{"}"})에서 가져오거나, 따옴표로 감싸 여기에
    직접 씁니다. 마법사에 입력한 암호는 저장하지 않으므로 환경 변수로
    설정하십시오.
answers-note-dbpassword = 데이터베이스 root의 암호.
answers-note-novadbpass = 데이터베이스에서 Nova가 사용할 암호.
answers-note-novapass = Keystone의 사용자 nova가 사용할 암호.
answers-note-rabbitpass = RabbitMQ의 사용자 openstack의 암호.
