# nova.conf: 그대로 고칠 수 없는 것과, 편집이 거쳐야 하는 관문.

conf-bom = nova.conf가 BOM으로 시작해서({ $line }행) Nova가 읽지 못합니다. BOM 없이 저장하십시오.
conf-carriage-return = nova.conf { $line }행에 줄을 끝내지 않는 캐리지 리턴이 있습니다. 파이썬 2와 3이 다르게 읽으므로 지우십시오.
conf-no-section = nova.conf { $line }행이 어느 섹션보다도 앞에 있습니다. 섹션 안으로 옮기거나 지우십시오.
conf-continuation = nova.conf { $line }행은 들여 썼지만 이어 받을 옵션이 없습니다. 그 줄을 고치십시오.
conf-section = nova.conf { $line }행은 [로 시작하지만 섹션 이름이 아닙니다. 그 줄을 고치십시오.
conf-no-separator = nova.conf { $line }행에 =도 :도 없습니다. 그 줄을 고치십시오.
conf-no-name = nova.conf { $line }행의 =나 : 앞에 이름이 없습니다. 그 줄을 고치십시오.
conf-blank = nova.conf { $line }행의 옵션 이름 끝에 ASCII가 아닌 공백이 있습니다. 지우십시오.
conf-value = [{ $section }] { $option }의 값은 그대로 한 줄에 쓸 수 없습니다. 응답을 확인하십시오.
conf-line-gate = 이 편집은 nova.conf { $line }행까지 바꾸게 됩니다. 아무것도 쓰지 않았습니다. 직접 고치십시오.
conf-reading-gate = 편집하면 Nova가 [{ $section }] { $option }의 값을 다르게 읽게 됩니다. 아무것도 쓰지 않았습니다. 직접 고치십시오.
conf-second-reader = 편집하면 두 번째 판독기가 [{ $section }] { $option }의 값을 뜻한 대로 읽지 못합니다. 아무것도 쓰지 않았습니다. 직접 고치십시오.
