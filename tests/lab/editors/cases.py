"""What is typed at the lab's vi and at a real vim, a sequence a line."""

from __future__ import annotations

CONFIGURATION = (
    "[DEFAULT]\nrpc_backend = rabbit\n\nauth_strategy = keystone\nmy_ip = 10.0.0.11\n"
    "  use_neutron = True\n\n[vnc]\n"
    'vncserver_listen = $my_ip\n\tfoo(bar, "baz qux") end\n한글 테스트 abc 한글\nlast line here\n'
)
ODD = (
    "a b\tc\n\n\tindented here\n12345678901234567890\n"
    "한글이 길게 이어지는 줄입니다 그래서 줄이 넘어갑니다 한글 한글 한글 한글 한글 한글 한글 한글\n"
    "x\x01y\x1bz\x7f\n"
    + "w " * 100
    + "\nend.  Next one. (see this) and\nmore here!\n\nif (a && b) { c[1] = d; }\n"
)
NUMBERED = "".join(f"line {number} of the text\n" for number in range(1, 201))
LONG = "".join((f"line {number} " + "long " * (number % 7 * 8)).rstrip() + "\n" for number in range(1, 101))
TEXTS = {"configuration": CONFIGURATION, "odd": ODD, "numbered": NUMBERED, "long": LONG}
KEYS = {
    "configuration": r"""
x
3x
X
$x
dd
2dd
Gdd
jdd
yyp
yyP
3yyjp
dw
wdw
2dw
jdw
j2dw
d2w
jd3w
wD
jwC new<Esc>
cwabc<Esc>
jwcwabc<Esc>
jc2wabc<Esc>
jccabc<Esc>
jSabc<Esc>
jsabc<Esc>
j3sabc<Esc>
iabc<Esc>
aabc<Esc>
Aabc<Esc>
Iabc<Esc>
5jIabc<Esc>
oabc<Esc>
Oabc<Esc>
3iab<Esc>
3oab<Esc>
ia<CR>b<Esc>
j5rx
jr<CR>
J
jJ
3J
4jJ
~
5~
jRxyz<Esc>
jRxyz<BS><BS><Esc>
jA<BS><BS><Esc>
ji<BS><Esc>
jA<C-w><Esc>
jA<C-w><C-w><Esc>
jAfoo bar<C-w><C-w><Esc>
jA<C-u><Esc>
jAfoo<C-u><Esc>
u
xu
xxu
xxuu
xxu<C-r>
ddjddu
ddjdduu
ddu<C-r>
oabc<Esc>u
x.
x3.
dw.
ddp.
A;<Esc>j.
A;<Esc>j.j.
cwfoo<Esc>w.
oabc<Esc>.
>>
>>.
3>>
><CR>
<lt><lt>
5j<lt><lt>
2jd}
d}
}d{
yapGp
dap
3jdap
dip
3jyipGp
diw
jwdiw
jwdaw
jdaw
9jfbdi"
9jfqda"
9jfbdi(
9jfbda(
9jfbci(x<Esc>
jfbd,
jtkx
jfk;x
jfk;,x
jTkx
9j%x
jv3ld
jvjd
jVd
jVjd
jv$d
jv$y
jVjyGp
vjy
vjoy
Vjj>
Vjj>.
vU
veU
ve~
veu
<C-v>jjd
<C-v>jjlIxx<Esc>
j<C-v>jjlIxx<Esc>
<C-v>jjAxx<Esc>
<C-v>jj$Axx<Esc>
j<C-v>jjlcxx<Esc>
<C-v>jjly$p
<C-v>jjrx
Vp
yyjVp
ywjvep
yiwjwviwp
""",
    "odd": r"""
w
ww
3w
$w
e
ee
3e
b
3wb
W
E
jW
jE
GB
ge
wwge
}
}}
{
G{
)
))
G(
%
10j%
10jw%
10jfb%
fb
f ;
f ;,
tb
0
2j^
2j$
2j0
3j
4jl
4j5l
4j$
5j$
5j2l
6j$
6j80l
6j60l
4j20lx
4j10lix<Esc>
5jlx
5jlrX
:set list<CR>
:set nu<CR>6j$
:set nu<CR>4j$
jjA x<Esc>
jji<Tab>x<Esc>
4jA x<Esc>
4jix<Esc>
<C-v>
v3e
Vjj
6jgv
ylp
yiwP
8jyyp
10jfbdab
7jdas
7jdis
7jwdas
8jdas
dG
dgg
Gdgg
5jd2k
5jd{
yG
5jd0
5jd^
6j10wd$
6j10wD
6jdB
6j5wdB
6j5wd3b
:s/b/X/<CR>
:%s/한글/한국/g<CR>
:%s/\(한\)글/\1국어/g<CR>
:%s/ /\r/<CR>
:3,5s/./X/g<CR>
:%s/\d\{3}/N/g<CR>
:%s/\v(\d)(\d)/\2\1/g<CR>
:%s/\S\+$/[&]/<CR>
:%s/\<lt>./\u&/g<CR>
:%s/w/W/3<CR>
:g/^$/d<CR>
:v/한/d<CR>
:g/./m0<CR>
:g/e/normal Ax<CR>
:%j<CR>
:1,3j<CR>
:2,4><CR>
:1,2co$<CR>
:$m0<CR>
:k a
:%s/\n\n/\r/<CR>
:%s/x/y/e<CR>
:sort<CR>
ma3jmbgg:'a,'bd<CR>
:.,$d<CR>
:/end/<CR>
:?end?<CR>
"ayy"ap
"ayyj"Ayyp
ddpddp"1pu.u.
xp
ddP
Jx
gJ
3gJ
guw
gUU
g~~
gUiw
~~~
5j~
<C-a>
3j<C-a>
3j5<C-x>
3jr5.
cc<Esc>u
ccabc<Esc>u<C-r>
ia<C-v>065b<Esc>
ia<C-v>u1100<Esc>
iab<C-h>c<Esc>
ione two<C-w>x<Esc>
ione<Esc>a<C-a><Esc>
ihello<C-o>0X<Esc>
ix<CR><CR>y<Esc>u
i<C-r>"<Esc>
yiwjA<C-r>"<Esc>
3ix<Esc>.
Rab<Esc>.
3Rab<Esc>
Rab<CR>c<Esc>
5rx
cl<CR><Esc>
:set ai<CR>jjA<CR>x<Esc>
:set ai<CR>jjox<Esc>
:set ai<CR>jjo<Esc>
:set et<CR>i<Tab><Esc>
:set et sw=4 ts=4<CR>>>
:set sw=4<CR>>>
:set sw=4<CR>2j<lt><lt>
:set sts=4<CR>i<Tab><Tab>x<Esc>
:set ts=4<CR>
:set ic<CR>/END<CR>
/zzz<CR>
:s/zzz/y/<CR>
:foo<CR>
:set foo<CR>
:200<CR>
:200d<CR>
xx:e!<CR>
:r f<CR>
:0r f<CR>
:2r f<CR>
x:q<CR>
:=<CR>
:.=<CR>
u
<C-r>
xu<C-r><C-r>
xuu
ddu
jddu
oxx<Esc>u
3ddu
p
'a
@a
:'a<CR>
:k<CR>
yyVp
:1,3y<CR>
3yy
3dd
4J
3>>
:pu<CR>
yy:pu<CR>
yy:0pu<CR>
yy:3pu!<CR>
:noh<CR>
:set nu?<CR>
:set ts?<CR>
:set ts=x<CR>
""",
    "numbered": r"""
G
50G
gg
100G
50Gzt
50Gzz
50Gzb
50Gz<CR>
<C-f>
<C-f><C-f>
<C-f><C-b>
G<C-b>
G<C-b><C-b>
<C-d>
<C-d><C-d>
<C-d><C-u>
G<C-u>
3<C-d><C-d>
<C-e>
5<C-e>
50G<C-y>
50G5<C-y>
30j
22j
23j
24j
40j
50G10k
50G11k
50G12k
50G20k
50Gzt5k
50Gzt12k
50Gzt11k
50GH
50GM
50GL
50G3H
50G3L
50%
/line 77<CR>
/line 30<CR>
/line 77<CR>n
/line 77<CR>N
?77<CR>
G?77<CR>
*
5j*n
5j#
:100<CR>
:$<CR>
:100d<CR>
:10,100d<CR>u
100GddGu
:%d<CR>
:%d<CR>u
50Gmaggd'a
50Gma60Gd`a
50Gmagg``
:set nu<CR>
:set nu<CR>50G
:set list<CR>
w5jw10k
$jj
G$kkk
:g/1/d<CR>
:v/1/d<CR>
:%s/line/LINE/<CR>
:10,20s/e/E/g<CR>
:%s/\(l\)ine \(\d\+\)/\2 \1/<CR>
:%s/text/&&/<CR>
:%s/\<lt>of\>/OF/
:s/x*/-/g<CR>
:%s/$/;/<CR>
:%s/^/# /<CR>
:2,5m10<CR>
:2,5t.<CR>
:m0<CR>
:2,3j<CR>
:g/5$/m0<CR>
:g/line 1/s/text/TEXT/<CR>
/line/e<CR>
/of/+2<CR>
/of/b+1<CR>
d/of<CR>
2d/of<CR>
y/of<CR>P
:3<CR>
:+5<CR>
:5<CR>:-2<CR>
:/line 9/d<CR>
:/line 9/,/line 12/d<CR>
:.,+3y<CR>Gp
""",
    "long": r"""
50G
100G
<C-f>
<C-f><C-f>
G<C-b>
30G
29j
G20k
G10k
50Gzz
50Gzb
<C-d>
7G$
7Gfgjj
20G40
:set nu<CR>50G
:set list<CR>40G
:set nowrap<CR>
14Gw50l
<C-d><C-d>
35G12G
50G30j
""",
}
SMALL = {
    "odd": r"""
4j$
G
:set list<CR>4j
""",
    "long": r"""
50G
<C-f>
35G12G
50Gzz
<C-d><C-d>
""",
}
SIZES = ((20, 8), (31, 6), (40, 10), (200, 50), (200, 60))


def cases() -> list[tuple[str, str, int, int]]:
    """Return the text, the keys and the terminal's size of each case."""
    usual = [(name, line, 80, 24) for name, lines in KEYS.items() for line in lines.strip("\n").split("\n")]
    small = [
        (name, line, columns, rows)
        for columns, rows in SIZES
        for name, lines in SMALL.items()
        for line in lines.strip("\n").split("\n")
    ]
    return usual + small
