# nova-lab 명령, 그리고 폴더에 보관하는 실습 환경.

lab-usage = 명령줄이 잘못되었습니다. 사용법: { $usage }. nova-lab --help를 보십시오.
lab-unknown = 그런 옵션이 없습니다: { $options }. { $near }{ JOSA($near, "을/를") } 입력하려고 했습니까? 사용법: { $usage }
lab-no-such-command = nova-lab에 그런 명령이 없습니다.{ $near ->
    [none] { "" }
   *[other] { " " }{ $near }{ JOSA($near, "을/를") } 입력하려고 했습니까?
} 사용할 수 있는 명령: { $commands }. nova-lab --help를 보십시오.
lab-no-such-node = 실습 환경에 { $name } 노드가 없습니다. 있는 노드: { $names }.{ $near ->
    [none] { "" }
   *[other] { " " }{ $near }{ JOSA($near, "을/를") } 입력하려고 했습니까?
}

lab-dir-runs = { $directory }에서 이미 실습 환경이 실행 중입니다(프로세스 { $said }). 로그인하려면 다음을 실행하십시오: { $shell } 마법사를 열려면 다음을 실행하십시오: { $wizard }
lab-dir-no-lab = { $directory }에는 실습 환경이 없지만 { $said } 파일이 있습니다. 실습 환경을 실행하면 이 파일이 바뀌므로 다른 폴더를 사용하십시오.
lab-dir-not-empty = { $directory }에는 실습 환경이 없고 { $said } 같은 다른 파일이 있습니다. 빈 폴더나 새 폴더를 사용하십시오.
lab-dir-name = { $directory }에서는 실습 환경을 실행할 수 없습니다. 따옴표, 백슬래시, 퍼센트 기호, 중괄호 앞의 $, 보이지 않는 문자가 있는 경로는 로그인하는 프로그램이 읽을 수 없습니다. 다른 폴더를 사용하십시오.
lab-about-damaged = { $directory }의 lab.json을 읽을 수 없습니다(위치: { $said }). 아무것도 변경하지 않았습니다. 이 파일을 지우거나 다른 폴더를 사용하십시오.
lab-not-running = { $directory }에서 실행 중인 실습 환경이 없습니다. 다음과 같이 시작하십시오: { $start }
lab-ended = 그사이 { $directory }의 실습 환경이 종료되었습니다. 다음과 같이 시작하십시오: { $start }
lab-request-failed = 실행 중인 실습 환경이 요청을 처리하지 못했습니다: { $reason }
lab-ended-meanwhile = 그사이 종료됨
lab-not-prepared = 새 실습 환경에서 가이드를 { $until }까지 진행하지 못했습니다. 실행 중인 실습 환경은 변경하지 않았습니다.
lab-no-session = { $host }에 세션을 열 수 없습니다: { $reason }

lab-snapshot-name = 스냅샷 이름에는 글자, 숫자, 점, 하이픈, 밑줄을 { $most }자까지 쓸 수 있으며 글자, 숫자, 밑줄로 시작해야 합니다.
lab-snapshot-there = { $name } 스냅샷이 이미 있습니다. --force로 덮어쓰거나 다른 이름을 사용하십시오.
lab-snapshot-none = { $name } 스냅샷이 없습니다. { $names ->
    [none] 아직 스냅샷이 없습니다.
   *[other] 있는 스냅샷: { $names }.
}
lab-snapshot-damaged = { $directory }에 있는 { $said } 스냅샷을 읽을 수 없습니다. 실행 중인 실습 환경은 변경하지 않았습니다.
lab-snapshot-done = { $name } 스냅샷을 저장했습니다. 되돌리려면 다음을 실행하십시오: { $restore }
lab-restore-done = 실습 환경을 { $name } 스냅샷으로 되돌렸습니다. 연결은 끊어졌습니다. 취소하려면 다음을 실행하십시오: { $back }
lab-reset-done = { $step ->
    [none] 실습 환경을 처음 상태로 되돌렸습니다.
   *[other] 실습 환경을 가이드의 { $step }까지 마친 상태로 되돌렸습니다.
} 연결은 끊어졌습니다. 취소하려면 다음을 실행하십시오: { $back }
lab-kept-before = 실습 환경의 직전 상태를 { $name } 스냅샷으로 저장했습니다. 되돌리려면 다음을 실행하십시오: { $restore }
lab-exercise-ended = { $name } 연습 문제를 끝냈습니다. 취소하면 연습 문제도 이어집니다.
lab-exercise-goes-on = { $name } 연습 문제를 이어서 합니다.
lab-reboot-done = { $node }{ JOSA($node, "을/를") } 재부팅했습니다.
lab-reboot-emergency = /etc/fstab에 마운트할 수 없는 항목이 있어 { $node }{ JOSA($node, "이/가") } 응급 모드입니다. SSH로 접속할 수 없으므로 콘솔에서 고치십시오: { $command }
lab-node-without-ssh = SSH로 { $host }에 접속할 수 없습니다. 콘솔에서 명령을 실행하십시오: { $command }
lab-console-failed = { $node }{ JOSA($node, "이/가") } 꺼져 있거나, 명령이 1분 넘게 걸렸거나, 출력이 너무 많습니다.

lab-runs = { $directory }에서 실습 환경을 실행합니다.
lab-preparing-exercise = 연습 문제를 준비하는 중 …
lab-head-node = 노드
lab-head-address = 주소
lab-head-port = SSH
lab-head-state = 상태
lab-how-shell = 다른 터미널에서 root로 로그인(scp와 sftp에도 -F 사용 가능):
lab-how-password = 다른 SSH 프로그램: 127.0.0.1과 위의 포트, 사용자 { $user }, 암호 { $password }(한 호스트에서 다른 호스트로 ssh할 때도 같음)
lab-how-wizard = 이 실습 환경에서 마법사 실행(참여하거나, 실제 호스트처럼 접속):
lab-how-ansible = Ansible(노드에 Python이 없으므로 raw 모듈만 사용):
lab-books-passwords = 실습 환경의 암호는 책의 암호이며, 이름이 곧 암호입니다: { $names }.
lab-other-passwords = { $names } 암호는 { $file }에 있습니다.
lab-how-to-stop = Ctrl-C를 누르면 종료합니다. 상태는 보관되며, 다시 시작하면 이어서 사용할 수 있습니다.
lab-stopped = 실습 환경을 종료하고 { $directory }에 보관했습니다. 이어서 사용하려면 다음을 실행하십시오: { $start }
lab-died = 실습 환경이 예기치 않게 종료되었습니다. { $directory }에 몇 초 전의 상태가 있습니다. 이어서 사용하려면 다음을 실행하십시오: { $start }

lab-status-runs = { $directory }에서 실습 환경이 실행 중입니다(프로세스 { $pid }).
lab-node-up = 켜짐
lab-node-down = 꺼짐
lab-status-faults = 고장: { $faults ->
    [none] 없음
   *[other] { $faults }
}
lab-status-exercise = 연습 문제: { $name }, { $minutes }분째
lab-status-task = { "  " }과제를 다시 읽으려면 마법사를 열고 Ctrl-E를 누르십시오: { $wizard }
lab-status-snapshots = 스냅샷: { $names ->
    [none] 없음
   *[other] { $names }
}
lab-status-kept = 마지막 저장: { $time }
