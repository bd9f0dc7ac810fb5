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
`
