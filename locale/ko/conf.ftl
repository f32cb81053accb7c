# nova.conf: 안전하게 수정할 수 없는 것과 수정할 때 거치는 검사.

conf-bom = nova.conf가 BOM으로 시작해서({ $line }행) Nova가 읽지 못합니다. BOM 없이 저장하십시오.
conf-carriage-return = nova.conf { $line }행에 줄 끝이 아닌 캐리지 리턴이 있습니다. 파이썬 2와 3이 다르게 읽으므로 지우십시오.
conf-no-section = nova.conf { $line }행이 첫 섹션보다 앞에 있습니다. 섹션 안으로 옮기거나 지우십시오.
conf-continuation = nova.conf { $line }행은 들여쓰기되어 있지만 이어지는 옵션이 없습니다. 그 줄을 수정하십시오.
conf-section = nova.conf { $line }행은 [로 시작하지만 섹션 이름이 아닙니다. 그 줄을 수정하십시오.
conf-no-separator = nova.conf { $line }행에 =이나 콜론(:)이 없습니다. 그 줄을 수정하십시오.
conf-no-name = nova.conf { $line }행의 =이나 콜론(:) 앞에 이름이 없습니다. 그 줄을 수정하십시오.
conf-blank = nova.conf { $line }행의 옵션 이름 앞이나 뒤에 ASCII가 아닌 공백이 있습니다. 지우십시오.
conf-value = [{ $section }] { $option }의 값은 한 줄로 쓸 수 없습니다. 응답을 확인하십시오.
conf-line-gate = 수정하면 nova.conf { $line }행까지 바뀝니다. 아무것도 쓰지 않았습니다. 파일을 직접 수정하십시오.
conf-reading-gate = 수정하면 Nova가 [{ $section }] { $option }의 값을 다르게 읽게 됩니다. 아무것도 쓰지 않았습니다. 파일을 직접 수정하십시오.
conf-second-reader = 수정한 내용을 다른 구문 분석기로 읽으면 [{ $section }] { $option }의 값이 의도와 다릅니다. 아무것도 쓰지 않았습니다. 파일을 직접 수정하십시오.
