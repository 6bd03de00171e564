from skillrt.cli.output import put_out


def test_a_result_is_printed_or_written_whatever_its_bytes(capsys, tmp_path):
    put_out("one\n", "")
    put_out("two \udcff\n", str(tmp_path / "out.txt"))
    said = capsys.readouterr()
    assert said.out == "one\n"
    assert said.err == f"wrote {tmp_path / 'out.txt'}\n"
    assert (tmp_path / "out.txt").read_bytes() == b"two \\udcff\n"
