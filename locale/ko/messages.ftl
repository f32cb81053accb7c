# 엔진이 단계와 호스트에 대해 하는 말: 무엇을 찾았는지, 왜 하는지, 무엇이 잘못되었는지.

## 처음 바꾸기 전에

before-name = 이 호스트에서 { $name }{ JOSA($name, "이라는/라는") } 이름을 찾을 수 없습니다. /etc/hosts나 DNS에 컨트롤러의 관리 주소로 등록하십시오.
before-loopback = 이 호스트에서 { $name }{ JOSA($name, "은/는") } { $address }, 곧 호스트 자신입니다. 관리 주소에서만 기다리는 서비스는 거기에서 찾을 수 없습니다. /etc/hosts의 그 줄에서 이름을 빼고 { $management } 줄에 넣으십시오.
before-address = 이 호스트의 어느 인터페이스에도 { $address } 주소가 없습니다. 있는 것: { $found }. 응답의 management_ip를 바로잡거나 호스트에 그 주소를 주십시오.
before-hostname = 이 호스트의 이름은 { $found }이고 Nova도 그 이름으로 등록되는데, 응답에는 { $name }{ JOSA($name, "이라고/라고") } 적혀 있습니다. 응답에 `name: { $found }`{ JOSA($found, "을/를") } 적거나, 호스트에서 `hostnamectl set-hostname { $name }`{ JOSA($name, "을/를") } 실행하십시오.
before-conf-host = { $path }에 `host = { $found }`{ JOSA($found, "이/가") } 있어 Nova가 그 이름으로 등록되는데, 응답에는 { $name }{ JOSA($name, "이라고/라고") } 적혀 있습니다. 응답에 `name: { $found }`{ JOSA($found, "을/를") } 적거나, 그 줄을 지우십시오.
before-rabbitmq = RabbitMQ가 { $name }:{ $port }에서 응답하지 않습니다. 컨트롤러에서 rabbitmq-server가 돌고 있는지, 방화벽이 막지 않는지 확인하십시오.
before-memcached = memcached가 { $name }:{ $port }에서 응답하지 않습니다. 돌고 있는지, 관리 주소에서 기다리는지(/etc/sysconfig/memcached의 OPTIONS) 확인하십시오.
before-database = MariaDB가 dbpassword로 root의 로그인을 거부합니다: { $said }. 응답의 passwords.dbpassword를 확인하십시오.
before-queue-login = RabbitMQ가 rabbitpass로 openstack 사용자의 로그인을 거부합니다. passwords.rabbitpass를 확인하거나, 컨트롤러에서 `rabbitmqctl change_password openstack`으로 다시 정하십시오.
before-queue-permissions = RabbitMQ가 openstack 사용자의 로그인은 받지만 가상 호스트에는 들이지 않습니다: { $said }. 메시지 큐를 설치하는 절에서 주는 권한입니다. 컨트롤러에서 `rabbitmqctl set_permissions openstack ".*" ".*" ".*"`를 실행하십시오.
queue-closed = 이유를 말하지 않고 연결을 끊습니다
before-openrc = { $path } 파일이 없습니다. 자격증명 서비스 장에서 만드는 파일입니다. 이름이 다르면 응답의 `openrc`에 적으십시오.
before-token = { $path }{ JOSA($path, "으로/로") } Keystone의 토큰을 받지 못합니다: { $said }. 파일의 암호와 OS_AUTH_URL, Keystone이 돌고 있는지 확인하십시오.
before-project = Keystone에 `service` 프로젝트가 없습니다. 자격증명 서비스 장에서 만듭니다: openstack project create --domain default --description "Service Project" service
before-role = Keystone에 `admin` 역할이 없습니다. 자격증명 서비스 장에서 만듭니다: openstack role create admin
before-packages = yum이 { $packages }{ JOSA($packages, "을/를") } 모릅니다: { $said }. 이 호스트에서 Mitaka 저장소(centos-release-openstack-mitaka)를 켜고 `yum makecache`를 실행하십시오.

## 데이터베이스

databases-missing = 아직 없습니다: { $databases }.
grants-missing = 아직 부여되지 않았습니다: { $grants }.
grants-other-password = nova 사용자의 암호가 novadbpass와 다릅니다. 네 GRANT를 모두 보내 암호를 다시 정합니다.
account-preferred = MariaDB가 { $client }에서 nova로 하는 로그인을 'nova'@'%'보다 먼저 고르는 { $account } 계정의 것으로 보고 거부합니다. nova에 권한을 주어도 달라지지 않습니다. 쓰는 곳이 없으면 root로 지우거나(`DROP USER { $account };`), nova와 같은 권한과 암호를 주십시오.
account-needs-tls = MariaDB가 nova로 하는 로그인을 { $account } 계정의 것으로 보는데, 이 계정은 TLS를 요구합니다(REQUIRE SSL 또는 X509). Nova는 TLS 없이 로그인합니다. root로 `GRANT USAGE ON *.* TO { $account } REQUIRE NONE;`을 실행하십시오.
grants-unseen = nova가 { $databases } 권한을 받았고 { $account } 계정으로 로그인도 되지만, 그 계정에는 데이터베이스가 보이지 않습니다. 그 계정에 권한을 주거나, root로 지우십시오.
database-unreachable = mysql 클라이언트가 MariaDB에 닿지 못합니다: { $said }. 컨트롤러에서 `systemctl status mariadb`를 확인하십시오.
schema-behind = { $database } 스키마의 버전은 { $version }이고, 설치된 Nova는 { $head }{ JOSA($head, "을/를") } 요구합니다.
schema-half-made = { $database }에 테이블이 { $tables }개 있지만 버전이 없습니다. 이전 sync가 중간에 끊긴 것입니다. 필요한 데이터가 없으면 데이터베이스를 지우고 다시 만든 뒤(DROP DATABASE { $database }; CREATE DATABASE { $database };) 다시 실행하십시오.

## Keystone

user-missing = default 도메인에 nova 사용자가 없습니다.
user-disabled = nova 사용자가 비활성화되어 있습니다.
user-other-password = nova 사용자의 암호가 novapass와 다릅니다.
role-missing = nova가 service 프로젝트에서 admin 역할을 갖고 있지 않습니다.
role-without-token = nova가 service 프로젝트에서 admin 역할을 갖고 있지만 Keystone이 그 프로젝트의 토큰을 주지 않습니다. 프로젝트가 비활성 상태일 수 있습니다: `openstack project show service`로 확인하고 `openstack project set --enable service`로 활성화하십시오.
service-missing = compute 유형의 서비스가 없습니다.
service-other-name = compute 서비스의 이름이 { $name }입니다.
service-disabled = compute 서비스가 비활성화되어 있습니다.
two-services = compute 유형의 서비스가 둘 이상입니다: { $ids }. 엔드포인트가 쓰는 것만 남기고 나머지는 `openstack service delete ID`로 지우십시오.
endpoint-missing = { $interface } 엔드포인트가 없습니다.
endpoint-other-url = { $interface } 엔드포인트의 URL이 다릅니다: { $url }.
endpoint-disabled = { $interface } 엔드포인트가 비활성화되어 있습니다.
two-endpoints = { $interface } 엔드포인트가 둘 이상입니다: { $ids }. 하나만 남기고 `openstack endpoint delete ID`로 지우십시오.
catalogue-unreadable = openstack 클라이언트의 출력을 읽을 수 없습니다: { $said }. 컨트롤러에서 `openstack user list`를 실행해 보십시오.
keystone-odd-status = { $address }:5000의 Keystone이 HTTP 상태 { $status }{ JOSA($status, "으로/로") } 응답했습니다. 컨트롤러에서 Keystone의 로그를 확인하십시오.

## 패키지, 파일, 서비스

packages-missing = 아직 설치되지 않았습니다: { $packages }.
copy-missing = 처음 고치기 전의 { $path } 사본이 없습니다.
conf-missing = 아직 설정되지 않았습니다: { $options }.
no-acceleration = /proc/cpuinfo에 vmx도 svm도 없습니다. 이 프로세서에는 하드웨어 가속이 없으므로 QEMU로 돌립니다.
conf-differs = 다른 값으로 설정되어 있습니다: { $options }.
conf-others = 주석 처리해야 할 옵션이 살아 있습니다: { $options }.
conf-overridden = 이 설정보다 먼저 적용되는 옵션이 살아 있습니다: { $options }.
conf-overriding = 이 설정보다 먼저 적용되므로 주석 처리합니다: { $options }.
conf-not-there-yet = { $path } 파일은 패키지와 함께 옵니다. 그때 각 줄을 주석 처리된 기본값 바로 아래에 넣습니다.
conf-alone = [{ $sections }]의 다른 옵션은 모두 주석 처리합니다.
units-disabled = 시스템 시작 때 실행되도록 등록되지 않았습니다: { $units }.
units-down = 돌고 있지 않습니다: { $units }
note-start-limit = systemctl은 서비스를 { $seconds }초까지 기다립니다(timeout { $seconds }). 그 뒤에도 시작은 systemd가 이어서 합니다.
units-stale = nova.conf를 마지막으로 쓰기 전에 시작해서 이전 설정으로 돌고 있습니다: { $units }.
units-untold = systemctl이 다음 서비스에 대해 답하지 않았습니다: { $units }. 다시 실행하고, 계속되면 그 호스트에서 `systemctl status`를 확인하십시오.
units-settling = 시작되었다고 보기에는 아직 이릅니다: { $units }
selinux-enforcing = SELinux가 enforcing 모드입니다.
selinux-at-boot = { $path }에 SELINUX=permissive가 없습니다.
selinux-no-config = SELinux가 켜져 있지만 { $path } 파일이 없습니다. selinux-policy 패키지를 확인하십시오.
note-sql-stdin = 암호와 SQL 문은 명령줄이 아니라 표준 입력으로 보냅니다. 세션의 sql_mode는 ''로 둡니다.
note-prompt = 암호는 프롬프트에 입력합니다.
note-deprecations = deprecation 메시지는 무시해도 됩니다.

## 디스크

no-disk = 응답에 이 노드의 디스크가 없으므로 디스크 단계를 건너뜁니다. 노드에 있는 디스크(예: /dev/sdb)를 쓰려면 마법사에서는 이 단계의 응답에서 고르고, 응답 파일에서는 노드 아래에 `disk: /dev/sdb`라고 쓰십시오.
silent-failure = 명령이 아무 말 없이 상태 { $status }{ JOSA($status, "으로/로") } 끝났습니다
partition-beyond = 파티션 테이블(dos)은 { $reach }바이트까지 닿으므로 { $disk }의 마지막 { $rest }바이트는 쓰지 않습니다.
partition-missing = { $disk }{ JOSA($disk, "은/는") } 비어 있고 파티션이 없습니다.
filesystem-missing = { $device }에 파일 시스템이 없습니다.
mount-missing = { $device }{ JOSA($device, "이/가") } { $directory }에 마운트되어 있지 않습니다.
owner-other = { $directory }의 소유자가 { $owner }입니다.
fstab-wrong = /etc/fstab의 { $directory } 줄로는 부팅할 때 디스크가 가이드대로 마운트되지 않습니다. 종류는 ext4이고, 옵션에 noauto와 ro가 없고, 마지막 숫자는 0이나 2여야 합니다. UUID는 UUID=와 소문자로 씁니다.
fstab-missing = /etc/fstab에 { $directory } 줄이 없습니다.
partition-no-device = 파티션은 썼지만 { $device }{ JOSA($device, "이/가") } 나타나지 않았습니다. `partprobe`를 실행하거나 노드를 다시 시작하십시오.
disk-other = { $disk }에 대해 물었지만 이 호스트는 { $found }에 대해 답했으므로 아무것도 건드리지 않습니다. 다시 실행하십시오.
disk-absent = { $disk } 블록 장치가 없습니다. 이 노드에서 `lsblk`로 확인하고, 응답에 맞는 디스크를 적거나 비워 두십시오.
disk-link = { $disk }{ JOSA($disk, "은/는") } { $target }{ JOSA($target, "을/를") } 가리키는 심볼릭 링크입니다. 응답에 디스크 자체를 적으십시오.
disk-partition = { $disk }{ JOSA($disk, "은/는") } 파티션입니다. 응답에 디스크 전체를 적으십시오.
disk-virtual = { $disk }{ JOSA($disk, "은/는") } 다른 장치로 만든 것입니다(LVM, RAID, 멀티패스). 일반 디스크를 적으십시오.
disk-small = { $disk }의 크기가 { $size }바이트입니다. { $least }바이트보다 작으면 인스턴스를 둘 수 없습니다.
disk-in-use =
    { $disk }{ JOSA($disk, "이/가") } 사용 중이므로 아무것도 건드리지 않습니다:
    { $uses }
    직접 사용을 끝내거나 다른 디스크를 적으십시오.
disk-not-empty =
    { $disk }{ JOSA($disk, "이/가") } 비어 있지 않으므로 아무것도 건드리지 않습니다:
    { $found }
    모두 지워도 된다면 응답의 이 노드 아래에 적으십시오:
    erase: { $identity }
disk-raw = 어떤 도구로도 알 수 없는 데이터: 앞부분이 모두 0은 아닙니다
partition-raw =
    { $found }
    파티션 안에는 어떤 도구로도 알 수 없는 데이터: 앞부분이 모두 0은 아닙니다
disk-erase =
    응답에 적힌 대로 { $disk }{ JOSA($disk, "을/를") } 지웁니다:
    { $found }
mounted-other-data =
    { $directory } 디렉터리가 nova 소유가 아니고, Nova가 두지 않는 것이 들어 있습니다:
    { $found }
    모두 nova 소유로 바꾸면 다른 것이 망가질 수 있으므로 아무것도 바꾸지 않습니다. 이 파일들을 옮기거나, 디렉터리를 직접 nova 소유로 바꾸십시오.
mount-other = { $directory }에 { $wanted } 대신 { $device }{ JOSA($device, "이/가") } 마운트되어 있습니다. 뜻한 것이 아니면 직접 해제하십시오.
mount-elsewhere =
    { $device }{ JOSA($device, "이/가") } 다른 곳에 마운트되어 있습니다:
    { $places }
    먼저 그곳에서 해제하십시오.
mount-over-instances = { $directory }에 인스턴스가 { $count }개 있어서 마운트하면 가려집니다. 먼저 옮기십시오.
fstab-other = /etc/fstab이 { $directory }에 { $wanted } 대신 { $device }{ JOSA($device, "을/를") } 마운트합니다. 그 줄을 직접 고치십시오.
fstab-twice = /etc/fstab에 { $directory } 줄이 둘 이상입니다. 하나만 남기십시오.

## 동작 확인

services-no-list = Nova API가 서비스 목록을 주지 않습니다: { $said }
services-absent =
    목록에 없습니다: { $services }. 로그를 확인하십시오: { $logs }.
    목록에 있는 것: { $listed }
services-none = 없음
services-down = 목록에 있지만 down입니다: { $services }. 로그({ $logs })를 보고 호스트들의 시계를 비교하십시오.
services-disabled = 비활성화되어 있습니다: { $services }. 뜻한 것이 아니면 `openstack compute service set --enable HOST BINARY`로 켜십시오.

## 읽기와 실행

login-no-way = 이 호스트를 거쳐 { $address }:{ $port }에 닿을 수 없습니다: { $said }. 그 호스트의 sshd가 AllowTcpForwarding을 막았다면 이 로그인에 허용하십시오.
fact-cut-short = { $fact }: 답이 끝까지 오지 않았습니다. 다시 실행하십시오.
fact-too-long = { $fact }: 출력이 너무 길어 읽기를 멈췄습니다. 호스트에서 무엇이 그렇게 많이 출력하는지 확인하십시오.
fact-unreadable =
    { $fact }: 호스트의 답이 아는 형식이 아닙니다: { $why }
    { $said }
    이 호스트가 출력한 내용(transcript에 있습니다)과 프로그램의 버전을 확인하고 다시 실행하십시오.
login-odd = { $fact }: 서버의 답이 아는 형식이 아닙니다({ $place }에서 { $kind }). 그곳에서 어떤 프로그램이 응답하는지 확인하고 다시 실행하십시오.
plan-defect = 이 호스트의 답으로는 { $step }{ JOSA($step, "을/를") } 판단할 수 없습니다: { $place }에서 { $kind }. nova-wizard의 결함입니다. transcript와 함께 알려 주십시오.
received = 받은 내용: { $beginning }
received-bytes = 받은 내용: { $count }바이트.
odd-value = “{ $name }”의 값은 “{ $found }”일 수 없습니다.
odd-missing = “{ $name }” 항목이 없습니다.
odd-id = “{ $name }”의 값이 명령에 쓸 수 있는 ID가 아닙니다.
odd-row = 행이 객체가 아니라 JSON { $found }입니다.
odd-rows = 행이 { $count }개입니다. { $most }개까지 읽습니다.
odd-depth = JSON이 너무 깊이 중첩되어 있습니다.
odd-json = 읽을 수 있는 JSON 목록이 없습니다.
odd-size = { $size }바이트입니다. { $most }바이트까지 읽습니다.
odd-otherwise = { $place }에서 { $kind }.
file-unreadable = { $path }{ JOSA($path, "을/를") } 읽을 수 없습니다: { $said }
processor-unreadable = /proc/cpuinfo를 읽을 수 없습니다: { $said }
selinux-unreadable = getenforce가 아는 답을 주지 않았습니다: { $said }
systemd-unreadable = systemctl이 답하지 않았습니다: { $said }
command-failed =
    { $text }
    이 명령이 상태 { $status }{ JOSA($status, "으로/로") } 끝났습니다. 마지막 출력:
    { $said }
command-failed-because =
    { $failure }
    { $reason }
still-missing =
    { $text }
    이 명령을 실행했지만 성립하지 않습니다: { $reason }
no-end = { $rounds }번을 되풀이해도 할 일이 남았습니다. 다시 실행하고, 계속되면 transcript를 확인하십시오.
declined = 승인하지 않았습니다.
not-reached = 이 호스트에서 { $step }{ JOSA($step, "이/가") } 끝나지 않아 여기까지 오지 못했습니다.
section-not-reached = 컨트롤러의 단계가 모두 끝나지 않아 여기까지 오지 못했습니다.
waiting-for-section = { $hosts }에서 { $section }{ JOSA($section, "이/가") } 끝나기를 기다리는 중
at-once = { $hosts }의 { $section }{ JOSA($section, "은/는") } { $others }의 { $other }{ JOSA($other, "과/와") } 동시에 진행합니다. { $step }{ JOSA($step, "은/는") } { $other }{ JOSA($other, "이/가") } 끝나기를 기다립니다.
waits-for-section = { $section }{ JOSA($section, "을/를") } 함께 실행하면 { $hosts }에서 { $section }{ JOSA($section, "이/가") } 끝나기를 기다립니다.
role-controller = 컨트롤러
role-compute = 컴퓨트 노드
connecting = 접속하는 중
looking = 무엇이 있는지 읽는 중
running = { $command }

## 읽은 것의 이름

fact-AdminLogin = 관리자의 Keystone 로그인
fact-Catalogue = Keystone의 카탈로그
fact-ComputeServices = Nova의 서비스 목록
fact-Databases = 데이터베이스
fact-InstancesDisk = 인스턴스용 디스크
fact-Disks = 디스크 목록
fact-Fstab = /etc/fstab
fact-Migrations = Nova 데이터베이스 스키마의 버전
fact-Mounted = 인스턴스용 마운트
fact-Network = 컨트롤러의 이름과 포트
fact-NovaConf = /etc/nova/nova.conf
fact-NovaInDatabase = nova 사용자의 MariaDB 로그인
fact-NovaInKeystone = nova 사용자의 Keystone 로그인
fact-Openrc = 관리자의 openrc
fact-Packages = 패키지
fact-HostIdentity = 호스트의 이름과 주소
fact-Processor = 프로세서
fact-QueueLogin = openstack 사용자의 RabbitMQ 로그인
fact-SelinuxConfig = /etc/sysconfig/selinux
fact-SelinuxMode = SELinux 모드
fact-Units = 서비스
