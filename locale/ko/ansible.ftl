# Ansible 프로젝트로 내보낸 가이드와 Ansible 인벤토리로 만드는 응답.

export-ansible-answers = --export ansible에는 --answers FILE이 필요하며 다른 명령과 함께 사용할 수 없습니다. nova-wizard --help를 보십시오.
ansible-written = Ansible 프로젝트를 { $folder }에 생성했습니다. { $folder }/group_vars/all/vault.yml에 암호를 입력하고 ansible-vault로 암호화한 뒤 { $folder }에서 실행하십시오: `ansible-playbook -i inventory.yml site.yml --ask-vault-pass --check --diff`
ansible-before = 가이드의 전제 조건을 모두 확인
ansible-nothing-missing = 이 호스트에 빠진 것이 없습니다.
ansible-not-installed = Ansible을 실행하는 Python에 nova-wizard가 없습니다. 이 프로젝트를 생성한 버전을 그곳에 설치하십시오: `pip install 'nova-wizard[ansible]=={ $version }'`
ansible-other-version = 이 프로젝트는 nova-wizard { $version }에서 생성했지만 다른 버전이 설치되어 있습니다. 그 버전을 설치하거나 프로젝트를 다시 내보내십시오.
ansible-one-controller = { $group } 그룹의 호스트가 { $count }개입니다. 가이드에는 정확히 하나가 필요합니다.
ansible-no-group = 이 호스트는 { $groups } 그룹 중 어디에도 없습니다.

ansible-note-inventory =
    가이드의 호스트. nova-wizard가 생성했으며 직접 편집해서 사용합니다.
    nova_* 변수는 nova-wizard의 응답이고 ansible_* 변수는 Ansible의 변수입니다.
    로그인은 nova-wizard가 직접 하므로 다른 ansible_* 변수는 효과가 없습니다.
ansible-note-site =
    책의 4.4절. 단계마다 태스크가 하나씩 있고 단계의 ID가 태그로 붙어 있습니다.
    Ansible을 실행하는 Python에 requirements.txt의 패키지를 설치한 뒤 실행합니다.
      ansible-playbook -i inventory.yml site.yml --ask-vault-pass --check --diff
      ansible-playbook -i inventory.yml site.yml --ask-vault-pass
    컴퓨트 노드가 많으면 -e nova_serial=N(동시에 작업할 호스트 수)이나
    -e nova_max_fail_percentage=N으로 조정합니다.
ansible-note-vault =
    책에 나오는 이름별 암호. 값을 입력한 뒤 이 파일을 암호화합니다.
      ansible-vault encrypt group_vars/all/vault.yml
ansible-note-plugin =
    nova-wizard의 한 단계를 한 호스트에서 실행합니다. 나머지는 모두 nova-wizard에 있습니다.

inventory-what = --inventory에는 --init FILE이 필요합니다. nova-wizard --help를 보십시오.
inventory-no-ansible = 인벤토리를 읽으려면 Ansible이 필요하지만 설치되어 있지 않습니다. 설치하십시오: `pip install 'nova-wizard[ansible]'`
inventory-not-read = 인벤토리 { $file }{ JOSA($file, "을/를") } 읽을 수 없습니다: { $reason }.
inventory-slow = 인벤토리 { $file }의 목록을 만드는 데 { $limit }초가 넘게 걸려 중지했습니다.
inventory-no-yaml = 인벤토리 { $file }{ JOSA($file, "이/가") } YAML 문법에 맞지 않거나 그룹이 없습니다. INI 형식의 인벤토리는 이름이 .yml이나 .yaml로 끝나면 안 됩니다.
inventory-unreadable = ansible-inventory가 { $file }의 목록을 만들 수 없습니다(종료 상태 { $status }). 이유를 보려면 실행하십시오: `ansible-inventory -i { $file } --list`. 암호화된 파일이면 ANSIBLE_VAULT_PASSWORD_FILE을 설정하십시오.
inventory-one-controller = 이름이 "controller"로 시작하는 그룹의 호스트가 { $count }개입니다. 가이드에는 정확히 하나가 필요합니다.
inventory-no-compute = 이름이 "compute"로 시작하는 그룹에 호스트가 없습니다. 가이드에는 하나 이상 필요합니다.
inventory-both = 이 호스트가 컨트롤러 노드의 그룹과 컴퓨트 노드의 그룹에 모두 있습니다.
inventory-template = 플레이북만 채울 수 있는 템플릿입니다. 값을 직접 입력하십시오.
inventory-password = 인벤토리에 { $hosts }의 로그인 암호가 있지만 가져오지 않았습니다. 환경 변수 SSH_PASSWORD를 설정하거나 응답에서 암호를 가져올 곳을 바꾸십시오.
