#!/usr/bin/env perl
# Prints one style sheet: `@import "file" layer(name);` replaced by the file (inside its layer), comments and
# needless white space dropped. It knows no CSS beyond that and must never reorder anything.
use strict;
use warnings;
use File::Basename qw(dirname);

sub bundled {
    my ($path) = @_;
    open my $file, '<', $path or die "$path: $!\n";
    my $css = do { local $/; <$file> };
    my $folder = dirname($path);
    $css =~ s{("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|/\*.*?\*/}{$1 // ''}gsae;
    $css =~ s{\@import\s+(?:url\()?["']([^"']+)["']\)?\s*(?:layer\(([^)]+)\))?\s*;}{
        my ($name, $layer) = ($1, $2);
        my $inner = bundled("$folder/$name");
        defined $layer ? "\@layer $layer {\n$inner\n}\n" : $inner
    }ge;
    return $css;
}

my $css = bundled($ARGV[0]);
$css =~ s{("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|\s*([\{\};,])\s*|\s+}{ $1 // $2 // ' ' }gae;
$css =~ s/;\}/}/g;
$css =~ s/^\s+//;
print $css, "\n";
