# 모든 화면에서 쓰는 상태, 호스트, 진행의 이름.

mark-refused = 거부됨, 직접 수정
mark-unread = 아직 읽지 않음

means-done = 완료되었습니다. 실행해도 바뀌지 않습니다.
means-todo = 아직 없습니다. 실행하면 만듭니다.
means-differs = 다른 값으로 설정되어 있습니다. 실행하면 변경합니다.
means-refused = 실행해도 변경하지 않습니다. 직접 수정한 뒤 호스트를 다시 읽으십시오.
means-running = 실행 중입니다.
means-waiting = 함께 실행하는 다른 호스트를 기다립니다.
means-failed = 실행했지만 완료되지 않았습니다.
means-skipped = 이 호스트에서 할 일이 없거나 건너뛴 단계입니다.
means-unknown = 확인할 수 없습니다. 완료로 세지 않습니다.
means-unread = 아직 호스트에서 읽지 않았습니다.

hosts-tip = 호스트를 누르면 현재 작업으로 이동합니다. [와 ]를 누르면 이전 호스트와 다음 호스트로 이동합니다.
hosts-unread = 아직 호스트를 읽지 않았습니다.
host-time = { $spent }초
host-time-limit = { $spent }초(최대 { $limit }초)
host-unreachable = 연결 안 됨
host-key-unknown = 알려지지 않은 호스트 키
host-in-use = 사용 중
host-missing = 없거나 거부된 것 { $count }개

legend =
    { $done }    완료
    { $todo }    할 일: 실행하면 진행합니다
    { $differs }    다름: 실행하면 변경합니다
    { $refused }    거부됨: 직접 수정합니다
    { $running }    실행 중
    { $waiting }    다른 호스트 대기
    { $failed }    실패
    { $skipped }    건너뜀 또는 할 일 없음
    { $undone }    되돌림
    { $unknown }    알 수 없음
    ↻    실행 계획이 바뀜
    3/9  완료한 단계 수

summary-title = 가이드의 끝
summary-holding =
    단계 { $all }개 중 { $holding }개를 완료했습니다. 이번 세션에서 변경 { $changed }개, 그대로 둔 것 { $unchanged }개{ $skipped ->
        [0] {""}
       *[other] , 건너뜀 { $skipped }개
    }{ $failed ->
        [0] {""}
       *[other] , 실패 { $failed }개
    }입니다({ $seconds }초).
summary-others = 그 밖에 { $count }단계는 아직 완료되지 않았습니다.
summary-report = 보고서:     { $file }
summary-transcript = 명령 기록:  { $file }
summary-answers = 응답:       { $file }
summary-answers-unsaved = 응답을 저장하지 않았습니다. ^S로 저장하면 --replay에 사용할 수 있습니다.
summary-next-chapter = 다음: Mitaka 가이드는 네트워킹 서비스(Neutron)로 이어집니다. `nova-wizard --replay ANSWERS --check`로 언제든지 상태를 확인할 수 있습니다.
summary-go-on = 다음: nova-wizard를 다시 시작하면 이어서 진행합니다. 이미 완료된 것은 변경하지 않습니다.
summary-go-on-here = 다음: 위에 나온 문제가 있으면 해결하십시오. 남은 단계에서 F5나 F6을 누르면 이어서 진행합니다.
summary-to-report = 보고서로
