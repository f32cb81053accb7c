# --undo: 단계에서 설정한 것을 되돌립니다.

place-undo = 처음 상태의 기록
short-undo = 기록
title-taken-back = 되돌리기: { $step }
title-undo-controller = 처음 상태의 기록 갱신
title-undo-compute = 처음 상태의 기록 갱신
taken-back = 이 단계에서 설정한 것이 남아 있지 않거나, 처음 실행하기 전부터 있던 것입니다.
nothing-to-undo = 이 단계들은 되돌릴 것을 설정하지 않습니다. nova-wizard --list를 참고하십시오.
section-not-undone = 컴퓨트 노드에 되돌리지 못한 단계가 있어 실행하지 않았습니다.
waiting-for-undo = { $hosts }에서 { $section }{ JOSA($section, "을/를") } 되돌리기를 기다리는 중
left-alone-undone = { $host }에서 { $section }{ JOSA($section, "은/는") } 되돌린 상태입니다. 이 호스트는 확인만 합니다.
left-alone-not-undone = 이번 실행에 포함되지 않은 { $host }에서 { $section }{ JOSA($section, "을/를") } 먼저 되돌려야 합니다. 끝나지 않은 것: { $step }. { $reason }

undo-run-done = { $seconds }초 만에 되돌렸습니다: 변경 { $changed }, 되돌릴 것 없음 { $unchanged }, 건너뜀 { $skipped }.
undo-run-failed = { $seconds }초 동안 실행했지만 모두 되돌리지 못했습니다: 변경 { $changed }, 되돌릴 것 없음 { $unchanged }, 건너뜀 { $skipped }, 실패 { $failed }, 알 수 없음 { $unknown }. 위의 문제를 해결한 뒤 다시 실행하면 이어서 진행합니다.
undo-dry-run-done = 아무것도 변경하지 않았습니다. --undo를 실행하면 위의 명령을 보냅니다.
undo-dry-run-refused = 아무것도 변경하지 않았습니다. --undo를 실행하면 위의 문제에서 멈춥니다.
undo-left-out-run = 제외한 호스트 없이 { $seconds }초 만에 끝났습니다: 변경 { $changed }, 되돌릴 것 없음 { $unchanged }, 건너뜀 { $skipped }, 실패 { $failed }, 알 수 없음 { $unknown }. 위의 문제를 해결하고 다시 실행하면 이어서 진행합니다.
undo-left-out-dry-run = 아무것도 변경하지 않았습니다. --keep-going과 --undo로 실행하면 위의 호스트를 제외하고 위의 명령을 보냅니다.
ledger-host-undo = { $host }: 단계 { $all }개 중 { $holding }개를 되돌렸습니다.
ledger-so-far-undo = { $host }: 중단할 때까지 진행한 단계 { $all }개 중 { $holding }개를 되돌린 상태였습니다.

## 마법사 화면

key-undo = 되돌리기
help-undo = 현재 단계를 되돌립니다. 절의 첫 페이지에서는 절 전체를, 그 밖의 곳에서는 모두 되돌립니다. 보낼 것을 먼저 보여 줍니다.
head-undo = 되돌리는 중
undo-reading = 되돌리기 위해 호스트를 읽는 중입니다. 중지하려면 F8을 누르십시오.
undo-nothing-here = 여기서는 설정하는 것이 없어 되돌릴 것도 없습니다.
undo-nothing-left = 되돌릴 것이 없습니다. 실행 중에 설정한 것이 남아 있지 않거나, 처음 실행하기 전부터 있던 것입니다.
undo-not-possible = { $host }에서 되돌릴 수 없습니다. { $why }
undo-ended = 되돌렸습니다.
undo-ended-failed = 모두 되돌리지는 못했습니다.
sheet-undo-title = { $hosts }에서 단계 { $count }개 되돌리기
sheet-undo-nothing = 되돌릴 것 없음
sheet-undo-refused = { $host }에서 { $steps }{ JOSA($steps, "을/를") } 되돌릴 수 없습니다: { $said }
sheet-undo-unknown = { $host }에 { $step }의 무엇이 남아 있는지 알 수 없습니다: { $said }
sheet-undo-before = 이것에 의존하는 뒤의 단계 { $count }개를 먼저 되돌립니다.
sheet-undo-covered = 함께 되돌리는 단계: { $steps }
sheet-undo-record = 끝으로 각 호스트에서 처음 상태의 기록을 갱신합니다: { $path }
sheet-undo-keys = Enter 되돌리기   Esc 뒤로   PgDn 보낼 것을 넘겨 보기
sheet-undo-back = Esc 뒤로   PgDn 계속 읽기
undone-title = 되돌리기를 마쳤습니다
undone-title-failed = 모두 되돌리지는 못했습니다
undone-steps = { $seconds }초 만에 단계 { $all }개 중 { $undone }개를 되돌렸습니다. 되돌린 단계는 다시 할 일이 되었습니다.
undone-next = 다음: 다시 설정하려면 단계에서 F5나 F6을, 종료하려면 ^Q를 누르십시오.
undone-next-failed = 다음: 위의 문제를 해결한 뒤 다시 되돌리면 이어서 진행합니다.

## 보고서

mark-undone = 되돌림
mark-to-undo = 되돌릴 것
means-undone = 되돌렸습니다. 호스트를 다시 읽으면 현재 상태가 표시됩니다.
mode-undo-run = 되돌리기
mode-undo-dry-run = 되돌리기 모의 실행
mode-undo-survey = 되돌리기 전 읽기
report-title-undo = Nova 설치 되돌리기 보고서
report-undo-would-send = 되돌리면 보낼 것

## 보내는 이유

undo-record = 되돌린 단계: { $steps }.
undo-databases = 데이터베이스 { $databases }{ JOSA($databases, "은/는") } 실행 중에 생성한 것이고, 응답에서 삭제하도록 지정했습니다. 데이터는 모두 사라집니다.
undo-grants = { $user }의 데이터베이스 권한은 실행 중에 부여한 것입니다.
undo-user = 사용자 nova는 실행 중에 생성한 것입니다.
undo-role = nova의 admin 역할은 실행 중에 부여한 것입니다.
undo-service = compute 서비스는 실행 중에 생성한 것입니다.
undo-endpoint = { $interface } 엔드포인트는 실행 중에 생성한 것입니다.
undo-as-before = 처음 실행하기 전에는 다른 값이었습니다.
undo-file = { $path }{ JOSA($path, "은/는") } 편집되었고, 첫 편집 전의 사본이 있습니다.
undo-running = 처음 실행하기 전에는 실행 중이 아니었던 서비스: { $units }.
undo-enabled = 처음 실행하기 전에는 활성화되지 않았던 서비스: { $units }.
undo-fstab = 부팅할 때 { $directory }에 마운트하는 줄은 실행 중에 추가한 것입니다.
undo-mount = { $directory }의 마운트는 실행 중에 한 것입니다.
undo-disk = { $disk }의 파티션은 실행 중에 생성한 것이고, 응답에서 디스크를 비우도록 지정했습니다. 디스크의 데이터는 모두 사라집니다.
undo-partition = { $disk }{ JOSA($disk, "은/는") } 비어 있지만 커널에 { $device }{ JOSA($device, "이/가") } 남아 있습니다.
undo-selinux = 처음 실행하기 전에는 SELinux가 enforcing 모드였습니다.
undo-selinux-at-boot = 처음 실행하기 전에는 { $path }의 값이 { $mode }였습니다.

## 남겨 두는 것과 이유

undo-packages-stay = 패키지는 남겨 둡니다: { $packages }. 제거하려면 yum을 사용하십시오.
undo-record-later = 다음 단계를 되돌릴 때까지 처음 상태의 기록을 { $path }에 남겨 둡니다: { $steps }.
undo-databases-stay =
    데이터베이스 { $databases }{ JOSA($databases, "은/는") } 데이터와 함께 남겨 둡니다. 함께 삭제하려면 응답에 다음과 같이 쓰십시오.
    undo: {"{"}databases: true{"}"}
undo-disk-stays =
    { $disk }의 내용은 남겨 둡니다. 디스크도 비우려면 응답에 다음과 같이 쓰십시오.
    undo: {"{"}disk: "{ $identity }"{"}"}
undo-unrecorded =
    처음 실행하기 전의 상태가 호스트에 기록되어 있지 않아 전부터 있던 것인지 알 수 없습니다. 되돌리려면 다음을 실행합니다.
    { $actions }
    모두 이 프로그램이 설정한 것이면 응답에 다음과 같이 쓰십시오. undo: {"{"}unrecorded: true{"}"}
    아니면 --skip으로 단계를 빼거나 --limit으로 호스트를 빼십시오.
undo-conf-changed =
    가이드에 따라 편집한 뒤 다른 사람이 { $path } 또는 첫 편집 전의 사본을 변경했습니다. 되돌리면 다음 변경 내용이 사라집니다.
    { $diff }
    먼저 변경 내용을 없애거나 사본을 직접 되돌려 놓으십시오.
undo-databases-used = Nova에 아직 인스턴스 { $count }개가 있습니다. 인스턴스를 삭제하거나 데이터베이스를 남겨 두십시오.
undo-user-used = 사용자 nova에 가이드의 것이 아닌 역할이 있습니다: { $roles }. 먼저 제거하거나 이 단계를 건너뛰십시오.
undo-service-used =
    compute 서비스를 삭제하면 가이드의 것이 아닌 엔드포인트도 삭제됩니다.
    { $endpoints }
    먼저 삭제하거나 이 단계를 건너뛰십시오.
undo-endpoint-changed = 이 엔드포인트는 그 뒤에 변경되었습니다: { $endpoint }. URL을 되돌리거나 엔드포인트를 삭제하십시오. 또는 이 단계를 건너뛰십시오.
undo-fstab-changed = /etc/fstab에 있는 { $directory }의 줄({ $device })은 그 뒤에 변경되었습니다. 직접 삭제하거나 이 단계를 건너뛰십시오.
undo-instances =
    { $directory }에 인스턴스 { $count }개가 있습니다. 인스턴스를 삭제하거나 옮기십시오. 디스크의 데이터가 모두 사라져도 되면 응답에 다음과 같이 쓰십시오.
    undo: {"{"}disk: "{ $identity }"{"}"}
undo-disk-other = { $disk }{ JOSA($disk, "은/는") } 응답의 undo: disk에 지정한 것과 다릅니다. 현재 식별 정보는 { $identity }입니다.
undo-stopping = 아직 중지하는 중: { $units }.
undo-conf-no-copy = { $path }{ JOSA($path, "은/는") } 그대로 둡니다. 첫 편집 전의 사본이 없어 원래 내용을 알 수 없습니다.
record-unsafe =
    { $path }에는 처음 실행하기 전의 상태가 기록되어 있습니다. 다른 사용자가 쓸 수 없도록, root가 소유한 권한 0700 디렉터리 안의 root가 소유한 권한 0600 파일이어야 합니다. 현재 상태:
    { $found }
    내용을 확인한 뒤 소유자와 권한을 바로잡거나 삭제하십시오. 기록이 없으면 --undo는 무엇을 되돌려도 되는지 묻습니다.
record-odd = { $path }의 기록은 이 버전에서 읽을 수 없는 형식이어서 처음 실행하기 전의 상태를 알 수 없습니다. 백업에서 되돌려 놓거나 삭제하십시오. 기록이 없으면 --undo는 무엇을 되돌려도 되는지 묻습니다.
record-unwritten = 처음 상태를 호스트에 기록할 수 없어 아무것도 변경하지 않았습니다: { $said }

## 읽은 것의 이름

fact-EveryIdentity = Keystone의 모든 사용자, 프로젝트, 역할과 역할 할당
fact-FoundBefore = 처음 실행하기 전의 상태 기록
fact-FstabCopy = /etc/fstab의 사본
fact-LiveInstances = Nova의 인스턴스
fact-NovaConfCopy = /etc/nova/nova.conf의 사본
fact-SelinuxCopy = SELinux 설정의 사본

## answers.yaml

answers-note-undo =
    --undo에만 사용합니다. 기본으로 되돌리는 것 외에 더 되돌릴 것.
answers-note-undo-databases = true: 데이터베이스 nova_api와 nova도 삭제합니다.
answers-note-undo-disk =
    비울 디스크의 식별 정보 또는 그 목록. --undo --dry-run이 출력한 것을
    그대로 복사합니다. 디스크의 데이터는 모두 사라집니다.
answers-note-undo-unrecorded =
    true: 실행 중에 설정했다는 기록이 호스트에 없는 것도 되돌립니다.
