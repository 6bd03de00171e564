from skillrt.code.outlining.holding import holds


def test_code_without_its_literals_and_comments():
    assert holds("a = open(args.x)  # other\nb(a)", "a = open('f.csv')  # read\nb(a)", ())
    assert not holds("b(a)", "a = open('f.csv')\nb(a)", ())
    assert holds("sort < $input | b", "sort < a.txt | b", ("a.txt",))
    assert not holds("sort < $input | b", "sort < a.txt | b", ())
    assert holds("one two three", "one three")
    assert not holds("three one", "one three")
