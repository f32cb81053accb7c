# 엔진이 단계와 호스트에 대해 하는 말: 무엇을 찾았는지, 왜 하는지, 무엇이 잘못되었는지.

## 처음 바꾸기 전에

before-name = 이 호스트에서 { $name }{ JOSA($name, "이라는/라는") } 이름을 찾을 수 없습니다. 컨트롤러 노드의 관리 IP와 함께 /etc/hosts나 DNS에 등록하십시오.
before-loopback = 이 호스트에서 { $name }의 주소는 호스트 자신인 { $address }입니다. 관리 네트워크 주소에서만 접속을 받는 서비스는 이 주소로 찾을 수 없습니다. /etc/hosts의 그 줄에서 이름을 지우고 { $management } 줄에 추가하십시오.
before-address = 이 호스트의 어느 인터페이스에도 { $address } 주소가 없습니다. 현재 주소: { $found }. 응답의 management_ip를 수정하거나 호스트에 그 주소를 할당하십시오.
before-hostname = 이 호스트의 이름은 { $found }이고 Nova도 그 이름으로 등록되지만, 응답에는 { $name }{ JOSA($name, "으로/로") } 되어 있습니다. 응답에 `name: { $found }`{ JOSA($found, "을/를") } 입력하거나, 호스트에서 `hostnamectl set-hostname { $name }`{ JOSA($name, "을/를") } 실행하십시오.
before-conf-host = { $path }에 `host = { $found }`{ JOSA($found, "이/가") } 있어 Nova는 이 호스트를 그 이름으로 등록하지만, 응답에는 { $name }{ JOSA($name, "으로/로") } 되어 있습니다. 응답에 `name: { $found }`{ JOSA($found, "을/를") } 입력하거나 그 줄을 지우십시오.
before-rabbitmq = RabbitMQ가 { $name }:{ $port }에서 응답하지 않습니다. 컨트롤러 노드에서 rabbitmq-server가 실행 중인지, 방화벽이 포트를 차단하지 않는지 확인하십시오.
before-memcached = memcached가 { $name }:{ $port }에서 응답하지 않습니다. 실행 중인지, 관리 네트워크 주소에서 접속을 받는지(/etc/sysconfig/memcached의 OPTIONS) 확인하십시오.
before-database = MariaDB가 dbpassword로 root의 로그인을 거부합니다: { $said }. 응답의 passwords.dbpassword를 확인하십시오.
before-queue-login = RabbitMQ가 rabbitpass로 openstack 사용자의 로그인을 거부합니다. passwords.rabbitpass를 확인하거나, 컨트롤러 노드에서 그 암호로 설정하십시오: `rabbitmqctl change_password openstack PASSWORD`.
before-queue-permissions = RabbitMQ가 openstack 사용자의 로그인은 허용하지만 가상 호스트에 대한 접근은 거부합니다: { $said }. 책의 메시지 큐 설치 부분과 같이 컨트롤러 노드에서 권한을 부여하십시오: `rabbitmqctl set_permissions openstack ".*" ".*" ".*"`.
before-queue-narrow = RabbitMQ의 가상 호스트에서 openstack 사용자의 권한이 부족합니다: { $said }. Nova는 여러 이름의 큐와 익스체인지를 생성합니다. 책의 메시지 큐 설치 부분과 같이 컨트롤러 노드에서 `rabbitmqctl set_permissions openstack ".*" ".*" ".*"`를 실행하십시오.
queue-closed = 이유를 알리지 않고 연결을 끊습니다
before-openrc = { $path } 파일이 없습니다. 책의 자격증명 서비스 장에서 만드는 파일입니다. 이름이 다르면 응답의 `openrc`에 입력하십시오.
before-token = { $path }{ JOSA($path, "으로/로") } Keystone의 토큰을 받지 못합니다: { $said }. 파일의 암호와 OS_AUTH_URL이 맞는지, Keystone이 실행 중인지 확인하십시오.
before-keystone-down = { $path }의 OS_AUTH_URL인 { $address }에서 Keystone에 접속할 수 없습니다: { $said }. Keystone은 Apache에서 실행됩니다. 컨트롤러 노드에서 `systemctl status httpd`를 확인하고 시작하십시오.
before-project = Keystone에 `service` 프로젝트가 없습니다. 자격증명 서비스 장에서 만듭니다: openstack project create --domain default --description "Service Project" service
before-role = Keystone에 `admin` 역할이 없습니다. 자격증명 서비스 장에서 만듭니다: openstack role create admin
before-packages = yum이 { $packages }{ JOSA($packages, "을/를") } 찾지 못합니다: { $said }. 이 호스트에서 Mitaka 저장소(centos-release-openstack-mitaka)를 활성화하십시오. CentOS 7의 미러는 운영이 종료되었으므로, /etc/yum.repos.d의 baseurl을 http://vault.centos.org에 보관된 해당 릴리스의 주소로 바꾸고 mirrorlist를 주석 처리한 다음 `yum makecache`를 실행하십시오.
before-files = { $path }에 { $options }{ JOSA($options, "이/가") } 설정되어 있습니다. Nova는 이 파일을 { $conf }보다 나중에 읽으므로 가이드가 { $conf }에 설정하는 값보다 이 값이 우선합니다. { $path }에서 이 옵션들을 주석 처리하고, Nova의 서비스가 실행 중이면 다시 시작하십시오.

## 데이터베이스

databases-missing = 아직 없는 데이터베이스: { $databases }.
grants-missing = 아직 부여되지 않았습니다: { $grants }.
grants-other-password = nova 사용자의 암호가 novadbpass와 다릅니다. GRANT 문 네 개를 모두 보내 암호를 다시 설정합니다.
account-preferred = nova가 { $client }에서 로그인하면 MariaDB는 'nova'@'%'보다 { $account } 계정을 먼저 선택하여 거부합니다. nova에 권한을 부여해도 달라지지 않습니다. 필요 없는 계정이면 root로 삭제하고(`DROP USER { $account };`), 필요하면 nova와 같은 암호와 권한을 부여하십시오.
account-needs-tls = nova가 로그인하면 MariaDB는 TLS를 요구하는(REQUIRE SSL 또는 X509) { $account } 계정을 선택하지만, Nova는 TLS를 사용하지 않습니다. root로 `GRANT USAGE ON *.* TO { $account } REQUIRE NONE;`을 실행하십시오.
grants-unseen = nova에 { $databases } 권한이 있고 로그인도 되지만, 로그인한 { $account } 계정에서는 데이터베이스가 보이지 않습니다. root로 그 계정에 권한을 부여하거나 계정을 삭제하십시오.
database-unreachable = mysql 클라이언트가 MariaDB에 접속하지 못합니다: { $said }. 컨트롤러 노드에서 `systemctl status mariadb`를 확인하십시오.
schema-missing = { $database }에 아직 테이블이 없습니다. Nova는 스키마 버전 { $head }{ JOSA($head, "을/를") } 요구합니다.
schema-behind = { $database } 스키마의 버전은 { $version }이고, 설치된 Nova는 { $head }{ JOSA($head, "을/를") } 요구합니다.
schema-half-made = { $database }에 테이블이 { $tables }개 있지만 버전 정보가 없습니다. 이전 동기화가 도중에 중단된 것입니다. 필요한 데이터가 없으면 데이터베이스를 삭제하고 다시 생성한 뒤(DROP DATABASE { $database }; CREATE DATABASE { $database };) 다시 실행하십시오.

## Keystone

user-missing = default 도메인에 nova 사용자가 없습니다.
user-disabled = nova 사용자가 비활성화되어 있습니다.
user-other-password = nova 사용자의 암호가 novapass와 다릅니다.
role-missing = nova 사용자에게 service 프로젝트의 admin 역할이 없습니다.
role-without-token = nova 사용자에게 service 프로젝트의 admin 역할이 있지만 Keystone이 그 프로젝트의 토큰을 발급하지 않습니다. 프로젝트가 비활성화되어 있을 수 있습니다. `openstack project show service`로 확인하고 `openstack project set --enable service`로 활성화하십시오.
service-missing = compute 유형의 서비스가 없습니다.
service-other-name = compute 서비스의 이름이 { $name }입니다.
service-disabled = compute 서비스가 비활성화되어 있습니다.
two-services = compute 유형의 서비스가 둘 이상입니다: { $ids }. 엔드포인트가 사용하는 것만 남기고 나머지는 `openstack service delete ID`로 삭제하십시오.
endpoint-missing = { $interface } 엔드포인트가 없습니다.
endpoint-other-url = { $interface } 엔드포인트의 URL이 다릅니다: { $url }.
endpoint-disabled = { $interface } 엔드포인트가 비활성화되어 있습니다.
two-endpoints = { $interface } 엔드포인트가 둘 이상입니다: { $ids }. 하나만 남기고 `openstack endpoint delete ID`로 삭제하십시오.
catalogue-unreadable = openstack 클라이언트의 출력을 읽을 수 없습니다: { $said }. 컨트롤러 노드에서 `openstack user list`를 실행해 보십시오.
keystone-odd-status = { $address }:5000의 Keystone이 HTTP 상태 { $status }{ JOSA($status, "으로/로") } 응답했습니다. 컨트롤러 노드에서 Keystone의 로그를 확인하십시오.

## 패키지, 파일, 서비스

packages-missing = 아직 설치되지 않았습니다: { $packages }.
copy-missing = 처음 수정하기 전의 { $path } 사본이 없습니다.
conf-missing = 아직 설정되지 않았습니다: { $options }.
no-acceleration = /proc/cpuinfo에 vmx와 svm이 모두 없습니다. 이 프로세서는 하드웨어 가속을 지원하지 않으므로 QEMU를 사용합니다.
conf-differs = 다른 값으로 설정되어 있습니다: { $options }.
conf-others = 주석 처리해야 할 옵션이 설정되어 있습니다: { $options }.
conf-overridden = 이 설정보다 우선하는 옵션이 설정되어 있습니다: { $options }.
conf-overriding = 이 설정보다 우선하므로 주석 처리합니다: { $options }.
conf-not-there-yet = { $path } 파일은 패키지와 함께 설치됩니다. 설치된 뒤 주석 처리된 각 기본값 바로 아래에 줄을 추가합니다.
conf-alone = [{ $sections }]의 다른 옵션은 모두 주석 처리합니다.
units-disabled = 시스템을 시작할 때 실행되도록 등록되지 않았습니다: { $units }.
units-down = 실행 중이 아닙니다: { $units }
note-start-limit = systemctl은 서비스를 { $seconds }초까지 기다립니다(timeout { $seconds }). 그 뒤에는 systemd가 시작을 계속합니다.
units-stale = nova.conf가 마지막으로 수정되기 전에 시작되어 이전 설정으로 실행 중입니다: { $units }.
units-untold = systemctl이 다음 서비스의 상태를 알리지 않았습니다: { $units }. 다시 실행하고, 문제가 계속되면 그 호스트에서 `systemctl status`를 확인하십시오.
units-settling = 시작된 것으로 간주하기에는 실행된 시간이 짧습니다: { $units }
selinux-enforcing = SELinux가 enforcing 모드입니다.
selinux-at-boot = { $path }에 SELINUX=permissive가 없습니다.
selinux-no-config = SELinux가 활성화되어 있지만 { $path } 파일이 없습니다. selinux-policy 패키지를 확인하십시오.
note-sql-stdin = 암호와 SQL 문은 명령줄이 아니라 표준 입력으로 보냅니다. 세션의 sql_mode는 ''로 둡니다.
note-prompt = 암호는 프롬프트에 입력합니다.
note-deprecations = deprecation 메시지는 무시해도 됩니다.

## 디스크

no-disk = 응답에 이 노드의 디스크가 없어 디스크를 사용하는 단계를 건너뜁니다. /dev/sdb와 같은 디스크를 사용하려면 마법사에서 이 단계의 응답에 지정하거나, 응답 파일의 노드 아래에 `disk: /dev/sdb`를 추가하십시오.
silent-end = 명령이 아무것도 출력하지 않고 시그널에 의해 종료되었습니다
nothing-printed = (출력 없음)
silent-failure = 명령이 아무것도 출력하지 않고 상태 { $status }{ JOSA($status, "으로/로") } 종료되었습니다
partition-beyond = 파티션 테이블(dos)이 나타낼 수 있는 크기는 { $reach }바이트이므로 { $disk }의 마지막 { $rest }바이트는 사용하지 않습니다.
partition-missing = { $disk }{ JOSA($disk, "은/는") } 비어 있고 파티션이 없습니다.
filesystem-missing = { $device }에 파일 시스템이 없습니다.
mount-missing = { $device }{ JOSA($device, "이/가") } { $directory }에 마운트되어 있지 않습니다.
owner-other = { $directory }의 소유자가 { $owner }입니다.
fstab-wrong = /etc/fstab의 { $directory } 줄로는 시스템을 시작할 때 디스크가 가이드대로 마운트되지 않습니다. 종류는 ext4여야 하고, 옵션에 noauto와 ro가 없어야 하며, 마지막 숫자는 0이나 2여야 합니다. UUID는 UUID= 뒤에 소문자로 씁니다.
fstab-missing = /etc/fstab에 { $directory } 줄이 없습니다.
partition-unread = { $disk }의 파티션 테이블에 { $device }{ JOSA($device, "이/가") } 있지만 커널은 아직 이전 테이블을 사용합니다. 프로그램이 이 디스크의 파티션을 사용하는 동안에는 커널이 새 테이블을 읽지 않습니다. `lsof { $device }` 명령으로 그 프로그램을 찾을 수 있습니다.
disk-other = { $disk } 대신 { $found }에 대한 응답을 받았으므로 아무것도 변경하지 않습니다. 다시 실행하십시오.
disk-absent = { $disk } 블록 장치가 없습니다. 이 노드에서 `lsblk`로 확인하고, 응답에 올바른 디스크를 입력하거나 비워 두십시오.
disk-link = { $disk }{ JOSA($disk, "은/는") } { $target }{ JOSA($target, "을/를") } 가리키는 심볼릭 링크입니다. 응답에 디스크 자체를 입력하십시오.
disk-partition = { $disk }{ JOSA($disk, "은/는") } 파티션입니다. 응답에 디스크 전체를 입력하십시오.
disk-virtual = { $disk }{ JOSA($disk, "은/는") } 다른 장치로 구성된 장치입니다(LVM, RAID, 멀티패스). 응답에 일반 디스크를 입력하십시오.
disk-small = { $disk }의 크기는 { $size }바이트입니다. { $least }바이트보다 작으면 인스턴스를 저장할 수 없습니다.
disk-in-use =
    { $disk }{ JOSA($disk, "이/가") } 사용 중이므로 아무것도 변경하지 않습니다:
    { $uses }
    직접 사용을 해제하거나 다른 디스크를 선택하십시오.
disk-not-empty =
    { $disk }{ JOSA($disk, "이/가") } 비어 있지 않으므로 아무것도 변경하지 않습니다:
    { $found }
    모두 지워도 된다면 마법사에서 2a 단계의 응답에 있는 디스크를 다시 지정하거나, 응답 파일의 이 노드 아래에 다음 줄을 추가하십시오:
    erase: { $identity }
disk-raw = 어떤 도구로도 알 수 없는 데이터: 앞부분에 0이 아닌 값이 있음
partition-raw =
    { $found }
    파티션 안의 어떤 도구로도 알 수 없는 데이터: 앞부분에 0이 아닌 값이 있음
disk-erase =
    응답에 적힌 대로 { $disk }{ JOSA($disk, "을/를") } 지웁니다:
    { $found }
mounted-other-data =
    { $directory } 디렉터리가 nova 소유가 아니고, Nova가 저장하지 않는 파일이 있습니다:
    { $found }
    모두 nova 소유로 바꾸면 다른 프로그램에 문제가 생길 수 있으므로 아무것도 변경하지 않습니다. 이 파일들을 옮기거나, 디렉터리의 소유자를 직접 바꾸십시오.
mount-other = { $directory }에 { $wanted } 대신 { $device }{ JOSA($device, "이/가") } 마운트되어 있습니다. 의도한 것이 아니면 직접 마운트를 해제하십시오.
mount-elsewhere =
    { $device }{ JOSA($device, "이/가") } 다른 곳에 마운트되어 있습니다:
    { $places }
    먼저 그곳에서 마운트를 해제하십시오.
mount-over-instances = { $directory }에 인스턴스가 { $count }개 있어 마운트하면 가려집니다. 먼저 옮기십시오.
fstab-other = /etc/fstab이 { $directory }에 { $wanted } 대신 { $device }{ JOSA($device, "을/를") } 마운트합니다. 그 줄을 직접 수정하십시오.
fstab-twice = /etc/fstab에 { $directory } 줄이 둘 이상입니다. 하나만 남기십시오.

## 동작 확인

services-no-list = Nova API가 서비스 목록을 돌려주지 않습니다: { $said }
services-absent =
    목록에 없습니다: { $services }. 로그를 확인하십시오: { $logs }.
    현재 목록: { $listed }
services-left-out = 이번 실행에서 제외한 { $hosts }의 nova-compute가 실행 중인 것으로 나오지 않습니다.
services-none = 없음
services-down = 목록에 있지만 down입니다: { $services }. 60초 넘게 상태를 보고하지 않았습니다. 중지되었거나 RabbitMQ 또는 데이터베이스에 접속하지 못하는 상태입니다. 로그({ $logs })를 확인하십시오. 로그에 오류가 없으면 nova-compute의 보고를 기록하는 nova-conductor의 로그를 확인하십시오.
services-disabled = 비활성화되어 있습니다: { $services }. 의도한 것이 아니면 `openstack compute service set --enable HOST BINARY`로 활성화하십시오.

## 읽기와 실행

login-no-way = 이 호스트를 거쳐 { $address }:{ $port }에 접속할 수 없습니다: { $said }. 그 호스트의 sshd에서 AllowTcpForwarding이 꺼져 있으면 이 로그인에 허용하십시오.
fact-cut-short = { $fact }: 응답이 완전하지 않습니다. 다시 실행하십시오.
fact-too-long = { $fact }: 출력이 너무 길어 읽기를 중단했습니다. 호스트에서 무엇이 그렇게 많이 출력하는지 확인하십시오.
fact-unreadable =
    { $fact }: 호스트의 응답이 알 수 없는 형식입니다: { $why }
    { $said }
    이 호스트가 출력한 내용(명령 기록에 있습니다)과 프로그램의 버전을 확인하고 다시 실행하십시오.
login-odd = { $fact }: 서버의 응답이 알 수 없는 형식입니다({ $place }에서 { $kind }). 그곳에서 어떤 프로그램이 응답하는지 확인하고 다시 실행하십시오.
plan-defect = 이 호스트의 응답으로는 { $step }의 완료 여부를 판단할 수 없습니다: { $place }에서 { $kind }. nova-wizard의 결함입니다. 명령 기록과 함께 알려 주십시오.
received = 받은 내용: { $beginning }
received-bytes = 받은 내용: { $count }바이트.
odd-value = “{ $found }”{ JOSA($found, "은/는") } “{ $name }”의 값으로 사용할 수 없습니다.
odd-missing = “{ $name }” 항목이 없습니다.
odd-id = “{ $name }”의 값이 명령에 사용할 수 있는 ID가 아닙니다.
odd-row = 행이 객체가 아니라 JSON { $found }입니다.
odd-rows = 행이 { $count }개입니다. { $most }개까지 읽습니다.
odd-depth = JSON이 너무 깊이 중첩되어 있습니다.
odd-json = 읽을 수 있는 JSON 목록이 없습니다.
odd-size = { $size }바이트입니다. { $most }바이트까지 읽습니다.
odd-otherwise = { $place }에서 { $kind }.
file-unreadable = { $path }{ JOSA($path, "을/를") } 읽을 수 없습니다: { $said }
processor-unreadable = /proc/cpuinfo를 읽을 수 없습니다: { $said }
selinux-unreadable = getenforce의 응답을 알 수 없습니다: { $said }
systemd-unreadable = systemctl이 응답하지 않았습니다: { $said }
command-failed =
    { $text }
    이 명령이 상태 { $status }{ JOSA($status, "으로/로") } 종료되었습니다. 마지막 출력:
    { $said }
command-killed =
    { $text }
    명령이 시그널에 의해 종료되었습니다. 마지막 출력:
    { $said }
command-failed-because =
    { $failure }
    { $reason }
still-missing =
    { $text }
    이 명령을 실행했지만 완료되지 않았습니다: { $reason }
no-end = { $rounds }번 반복해도 할 일이 남았습니다. 다시 실행하고, 문제가 계속되면 명령 기록을 확인하십시오.
declined = 승인하지 않았습니다.
not-reached = 이 호스트에서 { $id }({ $step }) 단계가 완료되지 않아 실행하지 않았습니다.
section-not-reached = 컨트롤러 노드에 완료되지 않은 단계가 있어 실행하지 않았습니다.
section-not-there = 실행하지 않았습니다. { $why }
left-alone-holds = { $host }에서 { $section }{ JOSA($section, "은/는") } 완료되어 있습니다. 이 호스트는 확인만 합니다.
left-alone-not = 이번 실행에 포함되지 않은 { $host }에서 { $section }{ JOSA($section, "을/를") } 먼저 완료해야 합니다. 완료되지 않은 단계: { $step }. { $reason }
waiting-for-section = { $hosts }에서 { $section }{ JOSA($section, "이/가") } 완료되기를 기다리는 중
at-once = { $hosts }의 { $section }{ JOSA($section, "은/는") } { $others }의 { $other }{ JOSA($other, "과/와") } 동시에 진행. ‘{ $step }’ 단계는 { $other }의 완료를 기다림.
waits-for-section = { $section }{ JOSA($section, "을/를") } 함께 실행하면 { $hosts }에서 { $section }{ JOSA($section, "이/가") } 완료될 때까지 대기.
role-controller = 컨트롤러 노드
role-compute = 컴퓨트 노드
connecting = 접속하는 중
looking = 현재 상태를 읽는 중
running = { $command }

## 읽은 것의 이름

fact-AdminLogin = 관리자의 Keystone 로그인
fact-BesidesNovaConf = nova.conf 다음에 Nova가 읽는 파일
fact-Catalogue = Keystone의 카탈로그
fact-ComputeServices = Nova의 서비스 목록
fact-Databases = 데이터베이스
fact-InstancesDisk = 인스턴스용 디스크
fact-Disks = 디스크 목록
fact-Fstab = /etc/fstab
fact-Migrations = Nova 데이터베이스 스키마의 버전
fact-Mounted = 인스턴스용 마운트
fact-Network = 컨트롤러 노드의 이름과 포트
fact-NovaConf = /etc/nova/nova.conf
fact-NovaInDatabase = nova 사용자의 MariaDB 로그인
fact-NovaInKeystone = nova 사용자의 Keystone 로그인
fact-Openrc = 관리자의 openrc
fact-Packages = 패키지
fact-PackagesToInstall = 설치되지 않은 패키지
fact-HostIdentity = 호스트의 이름과 주소
fact-Identity = Keystone의 사용자, 프로젝트, 역할
fact-Processor = 프로세서
fact-QueueLogin = openstack 사용자의 RabbitMQ 로그인
fact-SelinuxConfig = /etc/sysconfig/selinux
fact-SelinuxMode = SELinux 모드
fact-Units = 서비스
