use store::*;
use std::io::Write;
fn main() {
    let dir = std::path::PathBuf::from(std::env::args().nth(1).unwrap());
    let data = dir.join("data");
    let filler = dir.join("filler");
    let mut written = 0u64;
    let mut acked: Vec<u64> = vec![];
    for round in 0..4usize {
        let store = Store::open(Options::at(&data)).expect("opens");
        let len = [300usize, 100_000, 3000, 20_000][round];
        let mut result = Ok(());
        for _ in 0..3_000_000 {
            let mut b = Batch::new();
            b.put(written.to_be_bytes().to_vec(), (0..len).map(|i| (i as u64).wrapping_mul(written).wrapping_mul(0x9E3779B97F4A7C15).to_be_bytes()[3]).collect::<Vec<u8>>());
            match store.commit(&b) { Ok(_) => { acked.push(written); written += 1; } Err(e) => { result = Err(e); break; } }
        }
        println!("round {round}: {written} written, {result:?}, stats {:?}", store.stats());
        // fill the disk entirely
        let mut f = std::fs::File::create(&filler).unwrap();
        let mb = vec![1u8; 1 << 16];
        while f.write_all(&mb).is_ok() {}
        drop(f);
        for _ in 0..3 { std::thread::sleep(std::time::Duration::from_millis(300)); 
            let mut b = Batch::new(); b.put(vec![1], vec![1]);
            println!("  full: {:?}", store.commit(&b).err());
            let mut st = store.blobs.stage(BlobId(written as u128 + 7), DigestSet::NONE);
            let r = (|| { for _ in 0..10 { st.write(&mb)?; } Ok::<_, StoreError>(()) })();
            println!("  blob: {r:?}");
        }
        println!("  fsck while full {:?}", store.fsck().map(|r| (r.keys, r.problems)));
        drop(store);
        let store = Store::open(Options::at(&data));
        println!("  reopen while full: {:?}", store.as_ref().err().map(|e| e.to_string()));
        std::fs::remove_file(&filler).unwrap();
        drop(store);
        let store = Store::open(Options::at(&data)).expect("opens");
        for k in &acked { assert!(store.read().get(&k.to_be_bytes()).unwrap().is_some(), "{k}"); }
        println!("  all {} there; commit now {:?}", acked.len(), { let mut b = Batch::new(); b.put(vec![1], vec![1]); store.commit(&b).err() });
        println!("  delete: {:?}", store.delete_range(&KeyRange::all())); acked.clear();
        for _ in 0..20 { std::thread::sleep(std::time::Duration::from_millis(200)); let mut b = Batch::new(); b.put(vec![2], vec![1]); if store.commit(&b).is_ok() { println!("  room again"); break; } }
        println!("  stats {:?}", store.stats());
    }
}
