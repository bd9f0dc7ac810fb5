package mysql_test

import "strings"

// patterns are expressions with a letter after $ for each value; see pool.
func patterns() []string {
	var all []string
	for _, line := range strings.Split(patternText, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}

const patternText = `
$n+$n
$n-$n
$n*$n
$n/$n
$n%$n
$n mod $n
$n div $n
mod($n,$n)
-$n
+$n
$n/$p/$p
$n/$p*$p
$n*$p/$p
($n+$n)*$n-$n
$n/$p+$n/$p
$n/$p-1
1/3*3
1/3*3=1
round(1/3*3,6)
100.00/3
100/3
(1/3)+(2/3)=1
$i & $i
$i | $i
$i ^ $i
$i << 2
$i >> 1
$n = $n
$n <> $n
$n != $n
$n < $n
$n <= $n
$n > $n
$n >= $n
$m <=> $m
$m = $m
$s = $s
$s <> $s
$s < $s
$s >= $s
$o <=> $o
$o = $o
'abc' = $s
$s = 'ABC'
'12' = $n
$n = '12.0'
$n > '3'
$b = true
$b and $b
$b or $b
$b xor $b
not $b
$b is true
$b is not true
$b is false
$b is not false
$m is null
$m is not null
$o is null
isnull($m)
$n and $n
$n or $n
not $n
!$n
true + $i
(1 = 1) + 1
(3 > $i) * 10
$s like $s
$s like '%a%'
$s like 'a%'
$s like '%C'
$s like '_b_'
$s like '__'
$s like 'x\_y\%z'
$s like 'x|_y|%z' escape '|'
$s not like '%文%'
$s like ''
$o like '%'
$n like '1%'
$s regexp '^a'
$s regexp '[0-9]+'
$s rlike 'b|文'
$s not regexp '^A.*C$'
$n between $n and $n
$n not between 0 and 10
$m between 0 and 10
$s between 'a' and 'b'
$d between '2024-01-01' and '2024-12-31'
$n in (1,3,7)
$n in (1,100.0,null)
$n not in (1,3)
$n not in (1,null)
$s in ('a','abc','退货')
$s not in ('a','b')
$m in (0,1)
case $n when 1 then 'one' when 100 then 'hundred' else 'many' end
case $s when 'abc' then 1 when '' then 2 else 3 end
case $s when 'ABC' then 'yes' end
case $m when null then 'null' else 'else' end
case when $n>0 then 'pos' when $n<0 then 'neg' else 'zero' end
case when $n>0 then 1 else 2.50 end
case when $n>0 then 1 else 'x' end
case when $n>0 then null else 1 end
case when$s='' then 'empty' else $s end
case when $n then 'yes' else 'no' end
case when $m then 'yes' else 'no' end
case when $b then 'yes' else 'no' end
case when $n>1 then true else false end
case when $n>1 then true else 5 end
case $b when true then 'y' when false then 'n' else '?' end
if($n>1,$n,$n)
if($m,'a','b')
if($n>0,1,2.50)
if($n>0,$s,$n)
ifnull($m,0)
ifnull($m,$n)
ifnull($o,'none')
ifnull($m,'x')
ifnull(null,$n)
coalesce($m,$m,$n)
coalesce(null,$o,'z')
coalesce($m,1.5)
nullif($n,$n)
nullif($n,0)
nullif($s,'')
nullif($s,$s)
greatest($n,$n)
greatest($n,$n,$n)
least($n,$n)
least($n,$n,$n)
greatest($s,$s)
least($s,'b')
greatest($d,$d)
greatest($m,1)
abs($n)
round($n)
round($n,1)
round($n,2)
round($n,4)
round($n,-1)
round($n,-2)
round($n,$i)
truncate($n,0)
truncate($n,1)
truncate($n,3)
truncate($n,-1)
truncate($n,$i)
ceil($n)
ceiling($n)
floor($n)
sign($n)
sqrt($p)
power($p,2)
pow($i,$i)
pow($p,0.5)
exp($i)
ln($p)
log($p)
log(2,$p)
log2($p)
log10($p)
pi()
degrees($i)
radians($i)
sin($i)
cos($i)
tan($i)
round(sqrt($p),2)
round(power($p,3)/7,3)
1e3*$n
$n+1e-2
conv($i,10,2)
bin($i)
oct($p)
crc32($s)
format($n,2)
format($n,0)
format($n,4)
cast($n as decimal(10,2))
cast($n as decimal(20,4))
cast($n as decimal)
cast($n as signed)
cast($n as unsigned)
cast($n as char)
cast($n as char(2))
cast('12.345' as decimal(10,2))
cast('12' as signed)
cast('-7' as signed)
cast($d as date)
cast($t as date)
cast($t as datetime)
cast($t as time)
cast($d as datetime)
cast($s as char(2))
cast(20240229 as date)
cast(cast($t as datetime) as char)
cast($n as double)
convert($n,decimal(12,1))
convert($s,char)
convert($n,signed)
convert($s using utf8mb4)
cast('2024-03-01 10:20:30.487' as datetime(3))
concat($s,$s)
concat($s,$n)
concat($o,$s)
concat($s,'-',$n,'-',$s)
concat($n,$n)
concat($n/$p,'')
concat($n*$n,'元')
concat(true,'')
concat($p/3*3,'')
concat(sqrt($p),'')
concat_ws(',',$o,$s,$o)
concat_ws('-',$n,$n)
concat_ws(null,$s)
left($s,$i)
right($s,$i)
left($n,2)
mid($s,$i,$i)
substring($s,$i)
substring($s,$i,$i)
substr($s,2)
substring($s from 2 for 2)
substring($s from 2)
substring_index($s,',',$i)
substring_index($s,'-',$i)
substring_index($s,'',1)
substring_index('www.mysql.com','.',$i)
length($s)
length($n)
char_length($s)
character_length($s)
octet_length($s)
bit_length($s)
upper($s)
lower($s)
ucase($s)
lcase($s)
trim($s)
ltrim($s)
rtrim($s)
trim(both 'a' from $s)
trim(leading 'a' from $s)
trim(trailing 'c' from $s)
trim(both 'ab' from 'ababxab')
trim(' ' from $s)
lpad($s,$i,'xy')
rpad($s,$i,'xy')
lpad($n,8,'0')
rpad($s,8,' ')
lpad($i,3,'0')
replace($s,'a','b')
replace($s,'','b')
replace($s,'文','')
replace($n,'.','')
repeat($s,$i)
reverse($s)
space($i)
locate('a',$s)
locate($s,$s)
locate('b',$s,$i)
locate('文',$s)
locate('',$s)
instr($s,'b')
instr($s,'C')
position('b' in $s)
find_in_set($s,'a,b,abc')
find_in_set('b',$s)
field($s,'a','abc','12')
field($n,1,3,100)
elt($i,'a','b','c')
hex($s)
hex($i)
unhex(hex($s))
md5($s)
sha1($s)
sha2($s,256)
ascii($s)
ord($s)
char(65,66,$p)
strcmp($s,$s)
strcmp($s,'abc')
insert($s,$i,$i,'XY')
insert('abcdef',2,3,$s)
quote($s)
to_base64($s)
from_base64(to_base64($s))
bit_count($i)
year($d)
month($d)
day($d)
dayofmonth($d)
dayofweek($d)
dayofyear($d)
weekday($d)
hour($t)
minute($t)
second($t)
microsecond($t)
hour($c)
minute($c)
second($c)
quarter($d)
week($d)
week($d,1)
week($d,$i)
weekofyear($d)
yearweek($d)
yearweek($d,1)
dayname($d)
monthname($d)
last_day($d)
last_day($t)
date($t)
time($t)
time($c)
timestamp($d)
timestamp($t)
timestamp($d,'10:00:00')
date_add($d, interval $i day)
date_add($d, interval $i week)
date_add($d, interval $i month)
date_add($d, interval $i quarter)
date_add($d, interval $i year)
date_add($d, interval $i hour)
date_add($d, interval 90 minute)
date_add($t, interval $i second)
date_add($t, interval $i day)
date_add($t, interval 1.5 second)
date_add($t, interval 500 microsecond)
date_add($t, interval '1:30' hour_minute)
date_add($t, interval '1 2' day_hour)
date_add($t, interval '1-2' year_month)
date_add($t, interval '1 2:3:4' day_second)
date_add($t, interval '2:3' minute_second)
date_add(date($t), interval $i day)
date_add(date($t), interval 1 hour)
date_add(cast($t as datetime), interval $i day)
date_sub($d, interval $i day)
date_sub($t, interval $i month)
date_sub($t, interval 1 hour)
adddate($d,$i)
adddate($d, interval 1 month)
subdate($d,$i)
subdate($t,$i)
$d + interval $i day
$t - interval 1 hour
interval 1 day + $d
datediff($d,$d)
datediff($t,$d)
timediff($t,$t)
timediff('2024-01-02 00:00:00','2024-01-01 12:00:00')
timestampdiff(second,$t,$t)
timestampdiff(minute,$t,$t)
timestampdiff(hour,$t,$t)
timestampdiff(day,$d,$d)
timestampdiff(week,$d,$d)
timestampdiff(month,$d,$d)
timestampdiff(quarter,$d,$d)
timestampdiff(year,$d,$d)
timestampadd(day,$i,$d)
timestampadd(minute,$i,$t)
timestampadd(month,$i,$d)
date_format($t,'%Y-%m-%d %H:%i:%s')
date_format($t,'%Y%m%d')
date_format($t,'%a %b %c %D %d %e')
date_format($t,'%f %H %h %I %i %j %k %l')
date_format($t,'%M %m %p %r %S %s %T')
date_format($t,'%U %u %V %v %W %w')
date_format($t,'%X %x %Y %y %%')
date_format($d,'%Y年%m月%d日')
date_format($d,'%X-%V %x-%v')
date_format($d,'%z')
time_format($c,'%H:%i:%s')
time_format($c,'%h %k %l %p %f')
str_to_date('2024-03-01','%Y-%m-%d')
str_to_date('01/03/2024','%d/%m/%Y')
str_to_date('20240301102030','%Y%m%d%H%i%s')
str_to_date('2024-03-01 10:20:30','%Y-%m-%d %H:%i:%s')
str_to_date('10:20:30','%H:%i:%s')
str_to_date('March 5, 2024','%M %e, %Y')
str_to_date($d,'%Y-%m-%d')
from_unixtime($u)
from_unixtime($u,'%Y-%m-%d')
from_unixtime($u-600,'%Y-%m-%d %H:%i:%s')
from_unixtime($u+0.5)
unix_timestamp()
unix_timestamp($d)
unix_timestamp($t)
unix_timestamp(now())
unix_timestamp(date_add($d, interval 1 day))
now()
current_timestamp()
localtime()
curdate()
current_date
current_date()
curtime()
utc_timestamp()
utc_date()
date(now())
year(now())
date_format(now(),'%Y-%m')
date_sub(curdate(), interval 1 day)
curdate() + interval 1 month
to_days($d)
from_days(to_days($d))
to_seconds($d)
time_to_sec($c)
sec_to_time($u)
sec_to_time($i)
makedate(2024,$p)
maketime($i,20,30)
period_add(202401,$i)
period_diff(202401,202312)
addtime($t,'01:00:00')
addtime($c,'01:00:00')
subtime($t,'01:00:00')
extract(year from $d)
extract(month from $d)
extract(day from $t)
extract(hour from $t)
extract(year_month from $d)
extract(day_hour from $t)
extract(week from $d)
extract(quarter from $d)
$d = '2024-02-29'
date($t) = $d
$d > '2024-01-01'
date($t) > '2024-01-15'
cast($t as datetime) > '2024-02-01'
date($t) < $t
now() > $t
curdate() > $d
year($d)*100+month($d)
concat(year($d),'-',lpad(month($d),2,'0'))
date($t)+0
concat(date($t),'')
concat(cast($t as datetime),'')
ifnull(date($t),'x')
case when $d>'2024-01-01' then date($d) else '' end
if(datediff($d,'2024-01-01')>0,'later','earlier')
date_format(from_unixtime($u),'%Y/%m/%d')
left(from_unixtime($u),10)
left(now(),10)
replace($d,'-','')
$p/1.13
round($p/1.13,2)
round($n/1.13,2)*100
round($n*0.13,2)
$n*(1-0.13)
round($n/(1+$p),6)
abs($n)/100
($n/100)*$p
$n*100/100
round($n,2)=round($n,3)
case when locate('a',$s)>0 then 'has' else 'not' end
case when $s like '%a%' and $n>1 then $n*2 when $s is null then 0 else $n/2 end
if($s='',$n,concat($s,'!'))
json_unquote(json_extract('{"a":"x"}','$.a'))
json_extract('{"a":[1,2]}','$.a[1]')
$s = $n
$s <> $n
$s > $n
$s + $n
$s * 1
$s / $n
$s in (12,3.5)
case $s when 12 then 'twelve' when 3.5 then 'three' else 'none' end
case $n when '12' then 'twelve' when '100' then 'hundred' else 'none' end
if($s,1,0)
not $s
$s and 1
sum($n)
avg($n)
max($n)
count($m)
round(avg($n),2)
'12' + '3'
'12' - 1
'1.50' * 2
'10' % 3
'7' div 2
-'3'
abs('-3.5')
round('2.345',2)
truncate('2.349',2)
ceil('2.1')
floor('-2.1')
greatest('10',9)
least('10',9)
greatest(1,2.5,'3')
concat(1+'1','')
'2024-02-29' = date('2024-02-29')
date('2024-02-29') = 20240229
date('2024-02-29') + 1
curdate()+0
now()+0
date($d) - interval 1 day
date($d) between '2024-01-01' and '2024-12-31'
$d between date('2024-01-01') and date('2024-12-31')
date($d) in ('2024-02-29','2023-12-31')
case date($t) when '2024-02-29' then 'leap' else 'no' end
datediff(now(),$d)
datediff(curdate(),$t)
timestampdiff(day,$d,now())
date_format($d,'%Y-%m-01')
concat(date_format($d,'%Y'),'Q',quarter($d))
date_format(date_add($d, interval 1 month),'%Y-%m-01')
last_day(date_sub($d, interval 1 month))
date_sub(date_add($d, interval 1 month), interval 1 day)
unix_timestamp($t)*1000
unix_timestamp(concat($d,' 12:00:00'))
from_unixtime($u,'%Y%m%d')
from_unixtime($u/1000)
from_unixtime($u,'%H:%i')
str_to_date(replace($d,'-','/'),'%Y/%m/%d')
date(str_to_date('20240115','%Y%m%d'))
str_to_date('2024-02-30','%Y-%m-%d')
str_to_date('abc','%Y-%m-%d')
str_to_date('15:30','%H:%i')
str_to_date('3:05 PM','%h:%i %p')
str_to_date('2024-03-01 10:20:30.5','%Y-%m-%d %H:%i:%s.%f')
str_to_date('Fri 01 Mar 2024','%a %d %b %Y')
str_to_date('24-3-1','%y-%c-%e')
date('2024/3/1')
date('20240301')
date('2024.03.01')
date('24-03-01')
date('2024-03-01T10:20:30')
date('2024-13-01')
date('')
date('2024-02-30')
time('1:2:3')
time('10:20')
time(102030)
year('2024-01-01 10:00:00')
month(20240315)
day('2024-3-5')
hour('10:20:30')
concat(time($t),'')
time_to_sec(time($t))
sec_to_time($n)
timediff('10:00:00','08:30:00')
timediff('08:30:00','10:00:00')
addtime('10:00:00','1:30')
maketime(10,70,0)
period_add(202412,1)
period_diff(202503,202411)
makedate(2024,366)
makedate(2023,366)
week('2024-12-31')
week('2024-12-31',3)
week('2021-01-03',$i)
week('2020-12-31',$i)
week('2023-01-01',$i)
week('2022-12-31',$i)
yearweek('2020-12-31',$i)
yearweek('2023-01-01',$i)
date_format('2021-01-03','%U %u %V %v %X %x')
date_format('2022-01-01','%U %u %V %v %X %x')
extract(day_minute from $t)
extract(day_second from $t)
extract(hour_second from $t)
extract(minute_second from $t)
extract(second_microsecond from $t)
extract(day_microsecond from $t)
timestampadd(quarter,$i,$d)
timestampadd(year,$i,$t)
timestampadd(week,$i,$t)
timestampadd(hour,$i,$d)
timestampdiff(month,'2024-01-31','2024-02-29')
timestampdiff(month,'2024-02-29','2024-01-31')
timestampdiff(year,'2020-02-29','2024-02-28')
date_add('2024-01-31', interval 1 month)
date_add('2024-02-29', interval 1 year)
date_add('2024-02-29', interval -1 year)
date_add('2024-01-01', interval '1 1:1:1.5' day_microsecond)
date_add('2024-01-01 00:00:00', interval '-1:30' hour_minute)
date_add('9999-12-31', interval 1 day)
date_add('abc', interval 1 day)
date_add(20240101, interval 1 day)
convert_tz('2024-01-01 00:00:00','+00:00','+08:00')
cast('abc' as signed)
cast('12abc' as decimal(10,2))
cast('' as decimal(10,2))
cast(' 12.5 ' as decimal(10,2))
cast('1e3' as decimal(10,2))
cast(12.5 as signed)
cast(-12.5 as signed)
cast(1e3 as signed)
cast('12.5' as signed)
cast(true as signed)
cast(now() as date)
cast(now() as char)
cast(now() as signed)
cast(curdate() as decimal(20,0))
cast(12345 as char(3))
cast(1/3 as decimal(10,2))
convert('2024-01-01',datetime)
0.1+0.2=0.3
0.1*3
1.10*1.10
100*1.13/1.13
round(100/1.13,2)+round(100/1.13*0.13,2)
99.99/3*3
99.99/7
1/7*7
1000000/3
0.01/3
1/1000000
123456789012345678/7
12345678901234567890*10
9223372036854775807+1
5/2
-5/2
5 div 2
-5 div 2
5.5 div 2
-7 mod 3
7 mod -3
5.5 mod 2
mod(-5.5,2)
1/0
1%0
mod(1,0)
5 div 0
ifnull(1/0,9)
coalesce(1/0,9)
isnull(1/0)
1/0 is null
nullif(1,1)
case when null then 'a' else 'b' end
if(null,'a','b')
concat('a',null)
concat_ws(',',null,null)
null=null
null<=>null
null is null
null and false
null or true
not null
null in (1)
1 in (null)
1 not in (null,1)
'a'='A'
'a'='a '
'é'='e'
'ß'='ss'
'Ａ'='A'
'中'='中'
'a'<'B'
'Z'<'a'
'10'<'9'
10<9
'abc' like 'ABC'
'a_c' like 'a\_c'
'abc' like 'a\_c'
'a%c' like 'a|%c' escape '|'
'abc' like '%'
'' like '%'
'' like '_'
'中文' like '_文'
'abc' like binary 'ABC'
binary 'a'='A'
'a' collate utf8mb4_bin = 'A'
'abc' regexp 'B'
'abc' regexp '^a.c$'
'中文' regexp '文$'
'a1b2' regexp '[[:digit:]]'
regexp_replace('a1b2','[0-9]','#')
regexp_substr('abc123','[0-9]+')
regexp_instr('abc123','[0-9]')
substring('abc',0)
substring('abc',-2)
substring('abc',-5)
substring('abc',2,-1)
substring('中文字',2,1)
mid('abcdef',-3,2)
left('abc',-1)
left('abc',10)
right('中文字',2)
lpad('abc',2,'x')
lpad('5',3,0)
rpad('中',3,'文')
lpad('a',5,'')
repeat('ab',0)
replace('aaa','aa','b')
replace('AbA','a','x')
trim('  a  ')
trim(both 'xy' from 'xyaxy')
trim('\t a')
ltrim('  a ')
upper('äöü')
lower('ÄÖÜ')
length('中文')
char_length('中文')
char_length('😀')
length(12.50)
reverse('中文')
locate('b','abcb',3)
locate('B','abc')
instr('中文字','字')
position('c' in 'abc')
find_in_set('b','a,b,c')
find_in_set('B','a,b,c')
field('b','a','b')
field(2,1,2)
elt(2,'a','b')
elt(0,'a')
substring_index('a-b-c','-',2)
substring_index('a-b-c','-',-2)
substring_index('a-b-c','x',1)
insert('abc',2,1,'XX')
insert('abc',0,1,'XX')
insert('abc',2,100,'XX')
strcmp('a','b')
strcmp('B','a')
hex('中')
hex(255)
md5('中')
format(1234567.891,2)
format(-1234.5,0)
format(0.5,0)
conv('ff',16,10)
conv(255,10,16)
bin(5)
ascii('a')
char(72,105)
quote('it\'s')
space(3)
concat('a',1,1.50,true)
concat(1.0,'')
concat(1e3,'')
concat(1e20,'')
concat(0.1+0.2e0,'')
concat(100/3,'')
concat(now(),'')
concat(date('2024-01-01'),'')
sign(-0.5)
abs(-0)
ceil(-0.5)
floor(0.5)
round(0.5)
round(1.5)
round(-1.5)
round(2.5)
round(1.005,2)
round(1.255,2)
round(12345.678,-2)
round(55,-1)
truncate(12345.678,-2)
truncate(-1.999,2)
pow(2,10)
pow(2,0.5)
power(10,-2)
sqrt(16)
sqrt(2)
sqrt(-1)
ln(0)
log(0)
log(10,100)
exp(1)
exp(1000)
greatest(1,null)
greatest(1,2,3)
greatest('a','B')
greatest(1.5,2)
least(1.5,2)
least('2024-01-01',date('2023-01-01'))
5&3|8
5^1
1<<2
~5&7
-5&3
1 xor 1
true and not false
not 1=2
not (1=2)
! 1
1=1=1
3>2>1
2=2 and 3=3
1 or 0 and 0
5 between 1 and 10 and 1
1+1=2
2*3+4
2+3*4
-2*-3
10-5-2
100/10/5
2-(-3)
- -5
5--3
1 is true
0 is false
null is true
'a' is null
case 1 when 1 then 'a' when 1 then 'b' end
case 'A' when 'a' then 1 end
case when 1=0 then 'a' end
case when 0.0 then 'a' else 'b' end
case when '0' then 'a' else 'b' end
case when '1' then 'a' else 'b' end
case when '' then 'a' else 'b' end
case when 1 then 1 when 2 then 'x' end
case when 1 then date('2024-01-01') else '' end
case when 1 then date('2024-01-01') else now() end
case when 1 then 1 else 1e0 end
case when 1 then true else 0 end
case when 1 then null else 2.50 end
ifnull(null,2.50)
ifnull(1,'a')
ifnull(1.5,2)
coalesce(null,null,3)
coalesce(null,1,2.55)
if(1,1.50,'a')
if(1=1,true,false)
nullif(1.50,2)
nullif('a','A')
json_extract('{"a":{"b":1}}','$.a.b')
json_unquote('"x"')
json_value('{"a":1.50}','$.a')
'a' 'b'
"a"
'it''s'
"it""s"
'a\nb'
'\%'
1.
.5
1.5e1
not $i = $i
!$i = $i
not $i = $i and $i
not $i in (1,2)
not $i between 1 and 3 or $i
$i = $i is null
($i = $i) is true
$i is not null and $i
$i or $i and $i
$i xor $i and $i
$i || $i && $i
$i & $i = $i
$i | $i & $i
$i ^ $i * $i
-$i ^ 2
$i << $i + 1
~$i + $i
$i + $i & 3
$i - $i - $i
$i - -$i
$i * -$i
-$i * -$i
$n / $p * $n
$n * $n / $p
$n % $p * $n
$i div 2 * $i
$i * $i div 2
$i + $n * $n
$i < $i + $i
$i + $i < $i * $i
$i between $i and $i and $i
$i between $i - 1 and $i + 1
$i not between $i and $i or $i
$s like '%a%' or $s like '%b%' and $i
$s not like '%a%' and $s not in ('a','b')
$s regexp 'a' and not $s regexp 'b'
$i = 1 or $i = 2 and not $i = 3
case when $i>0 and $s like '%a%' or $m is null then $n else $n end
case when not $s='' and $i<>0 then concat($s,$i) when $i=0 then 'zero' else null end
case $i%3 when 0 then 'a' when 1 then 'b' else case when $i<0 then 'c' else 'd' end end
if($i>2,if($i>4,'big','mid'),'small')
ifnull(nullif($s,''),ifnull(nullif($s,'a'),'both'))
coalesce(nullif($n,0),nullif($n,1),99.9)
round($n*$p,2)-round($n,2)*round($p,2)
round($n/$p,2)*$p-$n
truncate(round($n/$p,4),2)
greatest(round($n,1),$n)-least($n,$p)
mod(abs($n),$p)+floor($n)
ceil($n/$p)*$p
sign($n)*ceil(abs($n))
abs($n-$n)/$p*100
concat(round($n/$p*100,2),'%')
concat(left($s,1),repeat('*',char_length($s)-2),right($s,1))
concat(upper(left($s,1)),lower(substring($s,2)))
lpad(right(concat('000',$i),3),5,'0')
substring_index(substring_index($s,',',2),',',-1)
replace(replace($s,' ',''),',','')
char_length(replace($s,'a','')) - char_length($s)
locate(',',$s,locate(',',$s)+1)
if(locate(',',$s)>0,left($s,locate(',',$s)-1),$s)
date_format(date_sub($d, interval weekday($d) day),'%Y-%m-%d')
date_add(last_day(date_sub($d, interval 1 month)), interval 1 day)
concat(year($d),'年',month($d),'月')
timestampdiff(year,$d,'2024-06-01')
timestampdiff(day,date($t),$d)
datediff(last_day($d),$d)
unix_timestamp(date_format($t,'%Y-%m-%d'))
from_unixtime(unix_timestamp($t)+3600)
from_unixtime(unix_timestamp(date($t)),'%Y-%m')
date_format(str_to_date(date_format($t,'%Y%m%d%H%i%s'),'%Y%m%d%H%i%s'),'%Y-%m-%d %T')
if(dayofweek($d) in (1,7),'weekend','weekday')
case quarter($d) when 1 then 'Q1' when 2 then 'Q2' else 'H2' end
hour(timediff($t,'2024-01-31 00:00:00'))
time_format(sec_to_time($u % 86400),'%H:%i')
extract(year_month from $d) - 202300
$d + interval $i month - interval 1 day
cast($d as date) - interval $i day
cast(concat($d,' 08:00:00') as datetime)
cast(replace($d,'-','') as unsigned) + 1
cast($n as char)+0
cast($n as decimal(20,3))*1.10
cast($n*100 as signed)
cast(round($n) as signed) % 7
convert($n/$p,decimal(20,2))
hex(left($s,1))
md5(concat($s,$n))
field($s,'abc','退货','')*10
elt(field($s,'abc','退货'),'one','two')
find_in_set(left($s,1),'a,b,c,S')
strcmp($s,$s)+1
concat_ws('/',nullif($s,''),nullif($s,'a'),$n)
isnull(nullif($n,$n))
ifnull($m+1,-1)
ifnull($m*$n,$n)
$m+$m
$m between $n and $n
greatest($n,ifnull($m,0),1.55)
trim(leading from '  a ')
trim(trailing from '  a ')
trim(both from $s)
localtime
current_timestamp
current_time
utc_timestamp
now(3)
curtime(2)
concat('a' , 'b')
concat ('a','b')
asin(0.5)
atan(1)
atan2(1,2)
acos(2)
left ( 'abc' , 2 )
CoNcAt('a',"b")
cast('2024-01-01' as datetime(3))
cast(1.5 as int)
cast('7' as signed integer)
cast(7 as nchar(3))
date_add('2024-01-01', interval 1 DAY)
adddate('2024-01-31', interval '1' month)
timestampadd(SQL_TSI_DAY,1,'2024-01-01')
timestampdiff(microsecond,'2024-01-01','2024-01-02')
extract(microsecond from '2024-01-01 00:00:00.5')
date_format('2024-01-01 05:06:07.089','%f %T %r')
date_format('2024-01-01','%q %')
`
