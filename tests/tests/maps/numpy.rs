//! One file open on both sides at once, here and in the real NumPy, in each mode: what one side writes, the other sees
//! where it should, and does not where it should not.
//!
//! NumPy runs in a child that is told what to do line by line, so that the sides take turns.

use super::{Folder, door};
use record_core::{CopyOnWrite, MapArray, Mapped, MappedMut, Rank, table::OpenOptions};
use std::{
    env, fs,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

/// Runs each line; an expression's value is printed.
const SIDE: &str = r"
import sys, numpy as np
scope = {'np': np}
for line in sys.stdin:
    try:
        try:
            code = compile(line.strip(), 'told', 'eval')
        except SyntaxError:
            exec(line.strip(), scope)
            print('done', flush=True)
        else:
            print(eval(code, scope), flush=True)
    except Exception as error:
        print('error', type(error).__name__, flush=True)
";

struct NumPy {
    child: Child,
    told: ChildStdin,
    tells: BufReader<ChildStdout>,
}

impl NumPy {
    /// `None`, said aloud, where there is none.
    fn start() -> Option<Self> {
        let python = env::var("RECORD_PYTHON").unwrap_or_else(|_| "python3".into());
        let has = Command::new(&python).args(["-c", "import numpy"]).output();
        if option_env!("RECORD_TESTS_CROSS").is_some() || !has.is_ok_and(|output| output.status.success()) {
            let required = env::var_os("RECORD_REQUIRE_FOREIGN").is_some_and(|value| value == "1");
            assert!(!required, "RECORD_REQUIRE_FOREIGN=1, but this needs NumPy");
            eprintln!("skipped: needs NumPy: `{python}` has none, RECORD_PYTHON may name another Python");
            return None;
        }
        let mut child = Command::new(&python)
            .args(["-c", SIDE])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (told, tells) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        Some(Self { child, told, tells })
    }

    fn tell(&mut self, line: &str) -> String {
        writeln!(self.told, "{line}").unwrap();
        self.told.flush().unwrap();
        let mut answer = String::new();
        self.tells.read_line(&mut answer).unwrap();
        answer.trim_end().to_owned()
    }

    fn run(&mut self, line: &str) {
        assert_eq!(self.tell(line), "done", "{line}");
    }

    /// Opens the file as `m`.
    fn open(&mut self, path: &Path, mode: &str, order: &str) {
        let path = path.display();
        self.run(&format!(
            "m = np.memmap({path:?}, '<u4', {mode:?}, 5, (30, 40), {order:?})",
            path = path.to_string()
        ));
    }

    fn at(&mut self, i: usize, j: usize) -> u32 {
        self.tell(&format!("int(m[{i}, {j}])")).parse().unwrap()
    }
}

impl Drop for NumPy {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

type Grid<S> = MapArray<record_core::Le<u32>, Rank<2>, S>;

/// Our side, in one of the modes.
enum Ours {
    Read(Grid<Mapped>),
    Write(Grid<MappedMut>),
    Copy(Grid<CopyOnWrite>),
}

impl Ours {
    fn open(mode: &str, options: OpenOptions<'_>, path: &Path) -> Self {
        match mode {
            "r" => Self::Read(door!(options.map_array(path, [30, 40])).unwrap()),
            "r+" => Self::Write(door!(options.map_array_mut(path, [30, 40])).unwrap()),
            "c" => Self::Copy(door!(options.map_array_copy(path, [30, 40])).unwrap()),
            _ => Self::Write(door!(options.overwrite(true).create_array(path, [30, 40])).unwrap()),
        }
    }

    fn at(&self, i: usize, j: usize) -> u32 {
        match self {
            Self::Read(grid) => grid.get_at([i, j]),
            Self::Write(grid) => grid.get_at([i, j]),
            Self::Copy(grid) => grid.get_at([i, j]),
        }
        .unwrap()
    }

    /// Whether it can write.
    fn set(&mut self, i: usize, j: usize, value: u32) -> bool {
        match self {
            Self::Read(_) => return false,
            Self::Write(grid) => grid.set_at([i, j], value),
            Self::Copy(grid) => grid.set_at([i, j], value),
        }
        true
    }
}

/// The number in the file.
fn in_file(path: &Path, order: Order, i: usize, j: usize) -> u32 {
    let place = if order == Order::C { i * 40 + j } else { j * 30 + i };
    let bytes = fs::read(path).unwrap();
    u32::from_le_bytes(bytes[5 + place * 4..][..4].try_into().unwrap())
}

use record_core::layout::Order;

fn both(numpy: &mut NumPy, ours: &str, theirs: &str, order: Order) {
    let folder = Folder::new();
    let path = folder.file("both", &vec![0; 5 + 30 * 40 * 4 + 3]);
    let options = OpenOptions::new().offset(5).order(order);
    let letter = if order == Order::C { "C" } else { "F" };
    // Who makes a new file comes first: `w+` of NumPy cuts the file, ours replaces it.
    let mut side;
    if theirs == "w+" {
        numpy.open(&path, theirs, letter);
        side = Ours::open(ours, options, &path);
    } else {
        side = Ours::open(ours, options, &path);
        numpy.open(&path, theirs, letter);
    }
    let what = format!("ours {ours}, NumPy's {theirs}, {letter}");
    // Ours writes, NumPy looks.
    let written = side.set(3, 7, 0x0A0B_0C0D);
    assert_eq!(written, ours != "r", "{what}");
    if written {
        assert_eq!(side.at(3, 7), 0x0A0B_0C0D, "{what}");
    }
    let seen = if matches!(ours, "r+" | "w+") { 0x0A0B_0C0D } else { 0 };
    assert_eq!((numpy.at(3, 7), in_file(&path, order, 3, 7)), (seen, seen), "{what}");
    // NumPy writes, ours looks; pages apart, in either order.
    let answer = numpy.tell("m.__setitem__((29, 39), 77)");
    assert_eq!(answer, if theirs == "r" { "error ValueError" } else { "None" }, "{what}");
    let seen = if matches!(theirs, "r+" | "w+") { 77 } else { 0 };
    assert_eq!(in_file(&path, order, 29, 39), seen, "{what}");
    assert_eq!(side.at(29, 39), seen, "{what}");
    if theirs == "c" {
        assert_eq!(numpy.at(29, 39), 77, "{what}");
    }
    if let Ours::Write(grid) = &side {
        grid.flush().unwrap();
    }
    assert_eq!(numpy.tell("m.flush()"), "None", "{what}");
    // What a private map has written stays its own, also where the other writes to the same page afterwards.
    if ours == "c" && matches!(theirs, "r+" | "w+") {
        numpy.run("m[3, 7] = 55");
        assert_eq!((side.at(3, 7), in_file(&path, order, 3, 7)), (0x0A0B_0C0D, 55), "{what}");
    }
    drop(side);
    numpy.run("del m");
    let tail = if theirs == "w+" || ours == "w+" { 0 } else { 3 };
    assert_eq!(fs::metadata(&path).unwrap().len(), 5 + 30 * 40 * 4 + tail, "{what}");
    assert_eq!(folder.names(), ["both"], "{what}");
}

#[test]
fn both_sides_at_once() {
    let Some(mut numpy) = NumPy::start() else { return };
    let mut tried = 0;
    for ours in ["r", "r+", "w+", "c"] {
        for theirs in ["r", "r+", "w+", "c"] {
            // Both make the file: the second gives the name to another one, or cuts the first's.
            if (ours, theirs) == ("w+", "w+") {
                continue;
            }
            for order in [Order::C, Order::F] {
                both(&mut numpy, ours, theirs, order);
                tried += 1;
            }
        }
    }
    println!("{tried} pairs of modes");
    assert_eq!(tried, 30);
}

/// A file that ours makes, NumPy reads, and makes anew. NumPy cuts it for that, so our map is closed before.
#[test]
fn files_of_either_side_open_on_the_other() {
    let Some(mut numpy) = NumPy::start() else { return };
    let folder = Folder::new();
    let path = folder.path("both");
    let mut grid = Ours::open("w+", OpenOptions::new().offset(5), &path);
    assert!(grid.set(29, 39, 1));
    drop(grid);
    numpy.open(&path, "r", "C");
    assert_eq!((numpy.at(29, 39), numpy.tell("m.shape, m.offset")), (1, "((30, 40), 5)".into()));
    numpy.open(&path, "w+", "F");
    numpy.run("m[...] = np.arange(1200).reshape(30, 40)");
    let grid = Ours::open("r", OpenOptions::new().offset(5).order(Order::F), &path);
    let Ours::Read(grid) = grid else { unreachable!("opened to read") };
    assert!(grid.iter().eq(0..1200));
}
