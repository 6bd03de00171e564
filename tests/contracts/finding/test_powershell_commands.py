from pathlib import Path

from skillrt.contracts.finding.powershell_commands import is_acting_cmdlet, is_own_word, powershell_commands
from tests.contracts.locking import facts_of, named, skill

TEXT = """\
# Remove-Item is only named here
function Get-Own { Write-Host "git push; Remove-Item x" }
$answer = Invoke-RestMethod -Uri $uri
az account show | ConvertFrom-Json
git -C x push; Get-Own
"""


def test_the_name_that_begins_each_command():
    found = [(name, words[:1]) for name, words, _, _ in powershell_commands(TEXT)]
    assert ("Invoke-RestMethod", ("-Uri",)) in found
    assert ("az", ("account",)) in found
    assert [name for name, _ in found if name in ("Remove-Item", "Get-Own")] == []


def test_what_acts_and_what_only_looks():
    assert is_acting_cmdlet("Set-Content")
    assert is_acting_cmdlet("Out-File")
    assert not is_acting_cmdlet("Get-ChildItem")
    assert not is_acting_cmdlet("git")
    assert is_own_word("curl")


def test_a_block_of_powershell_has_commands(tmp_path: Path):
    rows = facts_of(tmp_path, {"SKILL.md": skill(f"Run it:\n\n```powershell\n{TEXT}```\n")})
    assert named(rows, "command") == ["Invoke-RestMethod", "az account show", "git push"]
