//! Exports as people have them: what is only written differently is no difference, and what differs is told.
//! Everything is compared by what is suggested, with nothing but the key named.

use super::suggested;

/// Only in the first, only in the second, changed rows.
fn counts(a: &str, b: &str) -> [u64; 3] {
    let summary = suggested(a.as_bytes(), b.as_bytes()).1.summary;
    [summary.only_a, summary.only_b, summary.changed_rows]
}

#[test]
fn what_is_only_written_differently_is_no_difference() {
    for (what, a, b) in [
        ("guards", "id,zip\n=\"01\",=\"0123\"\n=\"02\",'0456\n", "id,zip\n01,0123\n02,0456\n"),
        ("composed letters", "id,name\n1,Mu\u{308}ller\n", "id,name\n1,Müller\n"),
        ("line ends", "id,note\r\n1,\"a\r\nb \"\r\n", "id,note\n1,\"a\nb\"\n"),
        ("percent", "id,rate\n1,20%\n2,2.5 %\n", "id,rate\n1,20.0%\n2,0.025\n"),
        ("currencies", "id,sum\n1,\"NZ$1,200.00\"\n2,NZ$5\n", "id,sum\n1,1200\n2,5.00\n"),
        ("crowns", "id,sum\n1,1 200 kr\n2,7 kr\n", "id,sum\n1,1200\n2,7\n"),
        (
            "groups that the other side tells",
            "id;stock\n1;2.500\n2;7.125\n",
            "id,stock\n1,2500\n2,7125\n",
        ),
        ("groups that the column tells", "id;sum\n1;1.234\n2;5,50\n", "id,sum\n1,1234\n2,5.5\n"),
        ("missing values", "id,a\n1,NULL\n2,\\N\n3,x\n", "id,a\n1,\n2,\n3,x\n"),
        ("no date", "id,on\n1,0000-00-00\n2,2024-01-31\n", "id,on\n1,\n2,31.01.2024\n"),
        ("yes and no", "id,paid\n1,ja\n2,nein\n", "id,paid\n1,TRUE\n2,FALSE\n"),
        (
            "order that the other side tells",
            "id,on\n1,03/04/2024\n2,01/12/2024\n",
            "id,on\n1,2024-03-04\n2,2024-01-12\n",
        ),
        (
            "ordinals",
            "id,on\n1,5th September 2024\n2,Sept 6 2024\n",
            "id,on\n1,2024-09-05\n2,06-Sep-24\n",
        ),
        (
            "German months",
            "id,on\n1,5. März 2024\n2,6. Mai 2024\n",
            "id,on\n1,2024-03-05\n2,2024-05-06\n",
        ),
        ("JSON dates", "id,at\n1,/Date(1706177040000+0000)/\n", "id,at\n1,2024-01-25T10:04:00Z\n"),
        (
            "Oracle dates",
            "id,at\n1,25-JAN-24 10.04.00.000000 AM\n",
            "id,at\n1,2024-01-25 10:04:00\n",
        ),
        ("durations", "id,took\n1,01:30:00\n2,00:05:00\n", "id,took\n1,90 min\n2,5 min\n"),
        ("escaped quotes", "id,note\n1,\"a \\\"b\\\", c\"\n", "id,note\n1,\"a \"\"b\"\", c\"\n"),
        (
            "title rows",
            "\"Account:\";\"DE00\"\n\"Period:\";\"May\"\n\nid;sum\n1;5,00\n",
            "id,sum\n1,5.00\n",
        ),
        ("capitals of a header", "id,Name\n1,Ann\n", "ID,NAME\n1,Ann\n"),
        ("float ids", "id,x\n1001,a\n1002,b\n", "id,x\n1001.0,a\n1002.0,b\n"),
        (
            "capitals of a key, where the rest agrees",
            "id,x\nab-1,1\nab-2,2\n",
            "id,x\nAB-1,1\nAB-2,2\n",
        ),
        (
            "float ids of another record",
            "id,customer_id\n1,77\n2,78\n",
            "id,customer_id\n1,77.0\n2,78.0\n",
        ),
        ("JSON", r#"{"orders":[{"id":1,"x":"a"},{"id":2,"x":"b"}],"count":2}"#, "id,x\n1,a\n2,b\n"),
    ] {
        assert_eq!(counts(a, b), [0, 0, 0], "{what}");
    }
}

#[test]
fn what_differs_is_told() {
    for (what, a, b, expected) in [
        ("zeros in front of a key", "id,x\n007,a\n008,b\n", "id,x\n7,a\n8,b\n", [2, 2, 0]),
        (
            "capitals of a key",
            "id,x\n5Gv7qJ,a\n5Gv7qK,b\n",
            "id,x\n5Gv7qj,c\n5Gv7qK,b\n",
            [1, 1, 0],
        ),
        (
            "codes with an exponent",
            "id,item\n1,1001\n2,1E3\n",
            "id,item\n1,1001\n2,1000\n",
            [0, 0, 1],
        ),
        ("zip codes", "id,zip\n1,01234\n2,99999\n", "id,zip\n1,1234\n2,99999\n", [0, 0, 1]),
        (
            "another record's id",
            "id,order_no\n1,007\n2,12\n",
            "id,order_no\n1,7\n2,12\n",
            [0, 0, 1],
        ),
        ("lost digits", "id,ref\n1,1582917533873852417\n", "id,ref\n1,1.58292E+18\n", [0, 0, 1]),
        ("currencies", "id,sum\n1,€5\n2,€6\n", "id,sum\n1,$5\n2,€6\n", [0, 0, 1]),
        (
            "crowns of two countries",
            "id,sum\n1,5 kr\n2,6 kr\n",
            "id,sum\n1,5 SEK\n2,6 kr\n",
            [0, 0, 1],
        ),
        ("percent and a number", "id,rate\n1,15%\n", "id,rate\n1,15\n", [0, 0, 1]),
        ("a word and no word", "id,a\n1,NULL\n2,\n3,x\n", "id,a\n1,\n2,NULL\n3,x\n", [0, 0, 2]),
        (
            "capitals that both sides use",
            "id,s\n1,Open\n2,OPEN\n",
            "id,s\n1,OPEN\n2,Open\n",
            [0, 0, 2],
        ),
    ] {
        assert_eq!(counts(a, b), expected, "{what}");
    }
}
