# 명령줄, 그리고 실행 전체.

option-without-value = { $option }에는 값이 필요합니다. nova-wizard --help를 보십시오.
option-with-value = { $option }에는 값을 지정할 수 없습니다. nova-wizard --help를 보십시오.
options-exclude = { $option }{ JOSA($option, "과/와") } { $other }{ JOSA($other, "은/는") } 함께 사용할 수 없습니다. nova-wizard --help를 보십시오.
option-one-of = { $option }에 사용할 수 있는 값: { $choices }.{ $near ->
    [none] { "" }
   *[other] { " " }{ $near }{ JOSA($near, "을/를") } 입력하려고 했습니까?
}
option-number = { $option }에는 { $least }부터 { $most }까지의 수를 사용할 수 있습니다.
command-line-word = nova-wizard 뒤의 { $at }번째 단어는 어느 옵션에도 속하지 않습니다. nova-wizard --help를 보십시오.
command-line-unknown = 없는 옵션입니다: { $options }.{ $near ->
    [none] { "" }
   *[other] { " " }{ $near }{ JOSA($near, "을/를") } 입력하려고 했습니까?
} nova-wizard --help를 보십시오.
only-with-replay = { $options }{ JOSA($options, "은/는") } --replay와 함께 사용합니다. nova-wizard --help를 보십시오.
replay-what = --replay에는 FILE이 필요합니다. --lab과 함께 사용할 때만 생략할 수 있습니다. nova-wizard --help를 보십시오.
only-with-lab = --lab-fault와 --lab-nodes는 --lab이나 --lab-dir과 함께 사용합니다. nova-wizard --help를 보십시오.
no-such-fault = 실습 환경에 { $fault }{ JOSA($fault, "이라는/라는") } 고장이 없습니다.{ $near ->
    [none] { "" }
   *[other] { " " }{ $near }{ JOSA($near, "을/를") } 입력하려고 했습니까?
} nova-wizard --lab-faults를 보십시오.
no-such-step = ID가 { $id }이거나 { $id }{ JOSA($id, "으로/로") } 시작하는 단계가 없습니다.{ $near ->
    [none] { "" }
   *[other] { " " }{ $near }{ JOSA($near, "을/를") } 입력하려고 했습니까?
} nova-wizard --list를 보십시오.
no-step-left = 이 --only, --from, --skip으로는 실행할 단계가 남지 않습니다. nova-wizard --list를 보십시오.
no-such-host = 응답에 이름이 { $host }인 호스트가 없습니다.{ $near ->
    [none] { "" }
   *[other] { " " }{ $near }{ JOSA($near, "을/를") } 입력하려고 했습니까?
}
no-step-on-host = { $hosts }에서 실행할 단계가 없습니다. nova-wizard --list를 보십시오.
too-few-files = 아무것도 하지 않았습니다. 실행 중에는 호스트 { $hosts }개와의 연결을 모두 유지하므로 파일을 { $needed }개 열어야 하지만, 이 프로그램이 열 수 있는 파일은 { $limit }개입니다(`ulimit -n`). 제한을 올리거나 --limit으로 호스트를 나누어 실행하십시오.
init-written = { $file }{ JOSA($file, "을/를") } 만들었습니다. 주소와 암호의 출처를 입력한 다음 실행하십시오: nova-wizard --replay { $file } --dry-run
init-written-inventory = 인벤토리의 주소를 넣어 { $file }{ JOSA($file, "을/를") } 만들었습니다. 암호의 출처를 입력한 다음 실행하십시오: nova-wizard --replay { $file } --dry-run
defect = nova-wizard의 결함입니다: { $place }에서 { $kind }. 호스트에서 변경한 내용은 그대로 남아 있습니다. 다시 실행하면 이어서 진행합니다. 위의 줄을 알려 주십시오.
simulated = 이 호스트들은 시뮬레이션입니다. 실제 호스트는 변경되지 않습니다.
stopping = 실행 중인 명령이 끝나면 중지합니다. Ctrl-C를 한 번 더 누르면 호스트와의 연결을 바로 끊으며, 그 명령은 호스트에서 계속 실행됩니다.
stopping-now = 호스트와의 연결을 끊습니다. 다시 실행하면 아직 실행 중인 명령이 끝나기를 기다렸다가 이어서 진행합니다.
output-lost = 출력을 쓸 수 없습니다: { $reason }. 실행 중이던 명령이 끝난 뒤 종료했습니다. 전체 실행 기록은 { $folder }에 있습니다. 공간을 확보하거나 출력을 읽는 프로그램을 확인한 뒤 다시 실행하면 이어서 진행합니다.
output-not-read = 읽는 프로그램이 없음
output-unwritable = 출력을 쓸 수 없습니다: { $reason }.
out-of-resources = 시스템이 이 프로그램에 메모리나 스레드를 더 할당하지 않습니다. 호스트에서 변경한 내용은 그대로 남아 있습니다. 제한(`ulimit -v`, `ulimit -u`)을 올린 뒤 다시 실행하면 이어서 진행합니다.
memory-limit = 아무것도 하지 않았습니다. 이 프로그램의 메모리 제한(`ulimit -v`)이 768MiB보다 작아 끝까지 실행하지 못할 수 있습니다. 제한을 올린 뒤 다시 시작하십시오.
file-limit = 아무것도 하지 않았습니다. 이 프로그램이 동시에 열 수 있는 파일이 { $limit }개보다 적어(`ulimit -n`) 실행할 수 없습니다. 제한을 올린 뒤 다시 시작하십시오.
system-refuses = 이 프로그램에 필요한 작업을 시스템이 허용하지 않습니다: { $reason }{ $file ->
    [none] .
   *[other] { " " }({ $file }).
} 호스트에서 변경한 내용은 그대로 남아 있습니다. 다시 실행하면 이어서 진행합니다.
lab-not-started = 실습 환경을 시작할 수 없습니다: { $reason }. TMPDIR과 그곳의 여유 공간, 이 프로그램의 제한(`ulimit -a`)을 확인하십시오.

ledger-host = { $host }: { $all }단계 중 { $holding }단계 완료.
ledger-so-far = { $host }: 중단될 때까지 진행한 { $all }단계 중 { $holding }단계 완료.
ledger-not = 미완료: { $steps }.
refused-by-hand = 실행해도 변경하지 않습니다. 직접 수정하십시오.
left-out-run = 제외한 호스트 없이 { $seconds }초 만에 끝났습니다: 변경 { $changed }, 그대로 { $unchanged }, 건너뜀 { $skipped }, 실패 { $failed }, 알 수 없음 { $unknown }. 위의 문제를 해결하고 다시 실행하면 이어서 진행합니다.
left-out-dry-run = 아무것도 변경하지 않았습니다. --keep-going으로 실행하면 위의 호스트를 제외하고 위의 명령을 보냅니다.
left-out-check = 위와 같이 확인하지 못한 호스트가 있습니다.

run-done = { $seconds }초 만에 완료했습니다: 변경 { $changed }, 그대로 { $unchanged }, 건너뜀 { $skipped }.
run-failed = { $seconds }초가 지났지만 모두 완료하지 못했습니다: 변경 { $changed }, 그대로 { $unchanged }, 건너뜀 { $skipped }, 실패 { $failed }, 알 수 없음 { $unknown }. 위의 문제를 해결하고 다시 실행하면 이어서 진행합니다.
run-refused = 아무것도 변경하지 않았습니다. 위의 문제를 해결하고 다시 실행하십시오.
run-interrupted = { $seconds }초 만에 중단되었습니다: 변경 { $changed }, 그대로 { $unchanged }. 다시 실행하면 이어서 진행합니다.
dry-run-done = 아무것도 변경하지 않았습니다. 실행하면 위의 명령을 보냅니다.
dry-run-refused = 아무것도 변경하지 않았습니다. 실행하면 위의 문제에서 멈춥니다.
check-done = 모든 단계가 완료되었습니다.
check-differs = 위와 같이 할 일이 있거나 다른 단계가 있습니다.
check-failed = 위와 같이 확인할 수 없는 단계가 있습니다.
interrupted = 중단되었습니다. 아무것도 변경하지 않았습니다.
unreachable = 아무것도 변경하지 않았습니다. 호스트에 접속할 수 없거나 로그인이 거부되었습니다.
untrusted = 아무것도 변경하지 않았습니다. 호스트 키를 신뢰할 수 없습니다.
