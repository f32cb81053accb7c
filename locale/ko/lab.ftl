# 내장 실습 환경: 시뮬레이션한 호스트와 고장(--lab-faults에 한 줄씩 표시).

lab-passwords = 실습 환경은 이 파일에 있는 암호를 사용하지 않습니다. 응답 파일이 없으면 책의 암호를 사용하며, 이름이 곧 암호입니다: dbpassword, novadbpass, novapass, rabbitpass. 응답 파일이 있으면 새로 만든 암호를 사용합니다.
lab-dir-other = { $directory }에는 호스트나 버전이 다른 실습 환경이 있습니다. 다른 폴더를 사용하거나 이 폴더를 지우십시오.
lab-dir-in-use = { $directory }{ JOSA($directory, "은/는") } 다른 실습 환경(프로세스 { $said })에서 사용 중입니다. 끝날 때까지 기다리거나 다른 폴더를 사용하십시오.
lab-dir-refused = { $directory }에 실습 환경을 보관할 수 없습니다: { $said }
lab-dir-untrusted = 이 컴퓨터의 다른 사용자가 { $said }{ JOSA($said, "을/를") } 변경하거나 읽을 수 있으므로 { $directory }에 실습 환경을 보관하지 않습니다. 소유자가 본인이나 root이고 소유자만 쓸 수 있어야 합니다(chmod go-w, 파일은 chmod 600). 아니면 다른 폴더를 사용하십시오.
lab-dir-damaged = { $directory }에 있는 실습 환경을 읽을 수 없습니다(위치: { $said }). 아무것도 변경하지 않았습니다. 다른 폴더를 사용하거나 이 폴더의 `lab` 파일을 지우십시오.
lab-dir-taken = { $directory }에 이미 다른 실습 환경이 있어 변경하지 않았습니다. 다른 폴더를 사용하십시오.
lab-dir-not-kept = 실습 환경을 { $directory }에 보관하지 못했습니다: { $said }. 그곳의 파일은 이전 그대로입니다.
lab-tmp-refused = 실습 환경이 임시 파일을 둘 폴더를 만들 수 없습니다: { $said }. 쓸 수 있는 폴더를 TMPDIR로 지정하십시오.
lab-tmp-untrusted = 이 컴퓨터의 다른 사용자가 { $said }{ JOSA($said, "을/를") } 변경하여 임시 파일에 있는 실습 환경의 키를 바꿔치기할 수 있으므로 실습 환경을 시작하지 않습니다. 본인만 쓸 수 있는 폴더나 /tmp처럼 sticky 비트가 있는 폴더(chmod +t)를 TMPDIR로 지정하십시오.
lab-as-root = 실습 환경은 root로 실행하지 않지만 root 권한을 포기하지 못했습니다: { $said }. 일반 사용자로 nova-wizard를 실행하거나, 사용자를 변경할 수 있게 허용하십시오(CAP_SETUID, CAP_SETGID).

lab-fault-database-password = MariaDB root의 암호가 dbpassword와 다릅니다.
lab-fault-database-down = MariaDB가 중지되어 있습니다.
lab-fault-keystone-down = Keystone이 중지되어 있습니다(컨트롤러 노드의 httpd).
lab-fault-openrc-password = /root/admin-openrc의 암호가 틀립니다.
lab-fault-openrc-missing = /root/admin-openrc가 없습니다.
lab-fault-project-missing = Keystone에 `service` 프로젝트가 없습니다.
lab-fault-service-twice = Keystone 카탈로그에 compute 유형의 서비스가 두 개 있습니다.
lab-fault-rabbitmq-password = RabbitMQ 사용자 openstack의 암호가 rabbitpass와 다릅니다.
lab-fault-rabbitmq-permissions = RabbitMQ 사용자 openstack에 가상 호스트 권한이 없습니다.
lab-fault-rabbitmq-down = RabbitMQ가 중지되어 있습니다.
lab-fault-memcached-down = memcached가 중지되어 있습니다.
lab-fault-name-unresolved = 첫 번째 컴퓨트 노드에서 `controller`라는 이름을 찾을 수 없습니다.
lab-fault-yum-mirror = 어느 노드에서도 yum이 미러에 접속하지 못합니다.
lab-fault-disk-not-empty = 첫 번째 컴퓨트 노드의 /dev/sdb에 누군가의 파일이 든 파티션이 있습니다.
lab-fault-no-acceleration = 첫 번째 컴퓨트 노드의 프로세서가 하드웨어 가속을 지원하지 않습니다.
lab-fault-selinux-disabled = 첫 번째 컴퓨트 노드의 SELinux가 비활성화되어 있습니다.
lab-fault-service-dies = nova-api가 시작된 직후에 종료됩니다. 다른 프로그램이 8774 포트를 사용하고 있습니다.
lab-fault-database-half-synced = nova 데이터베이스에 도중에 중단된 동기화의 테이블이 남아 있습니다.
lab-fault-disk-full = 컨트롤러 노드의 /etc가 작은 파일 시스템이고 거의 가득 찼습니다.
lab-fault-node-goes-away = 첫 번째 컴퓨트 노드의 전원이 yum 실행 도중에 꺼졌다가 잠시 뒤 다시 켜집니다.
lab-fault-slow-node = 첫 번째 컴퓨트 노드가 명령마다 0.5초 늦게 시작합니다.
lab-fault-login-refused = 첫 번째 컴퓨트 노드가 모든 로그인을 거부합니다.
lab-fault-host-key-changed = 첫 번째 컴퓨트 노드의 호스트 키가 알려진 것과 다릅니다.
lab-fault-clocks-apart = 첫 번째 컴퓨트 노드의 시계가 10분 늦습니다. nova-compute는 그래도 up이지만 로그의 시각이 틀립니다.
