//! The localStorage saver in a real browser: the conformance suite, and what only a browser can do to it.

use std::cell::Cell;
use std::rc::Rc;

use haltgraph::checkpoint::{Loaded, Saver};
use haltgraph::runtime::wait::call;
use haltgraph::savers::LocalStorageSaver;
use haltgraph::savers::local_storage::Limits;
use haltgraph::savers::local_storage::browser::Options;
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Storage;

use crate::suite::{self, Bench, Driver, refused, whole};

thread_local! {
    static NEXT: Cell<u32> = const { Cell::new(0) };
}

/// A store that no test has used; nothing is left of it afterwards.
struct Shop(String);

impl Shop {
    fn new() -> Self {
        let number = NEXT.replace(NEXT.get() + 1);
        Self(format!("test-{}-{number}", js_sys::Date::now()))
    }

    /// Two handles on the store.
    fn bench(&self) -> Bench<JsValue> {
        let saver = self.saver();
        let second = Rc::new(saver.second_handle());
        Bench { saver: Rc::new(saver), second, body: JsValue::from_str, text: |body| body.as_string().unwrap() }
    }

    /// The store with all of its history, and room for the suite's longest.
    fn saver(&self) -> LocalStorageSaver<JsValue> {
        let limits = Limits { history: None, units: 4 << 20, ..Limits::default() };
        LocalStorageSaver::open(&self.0, Options { limits, assume_single_tab: false, settle: 1 })
    }

    fn key(&self, thread: &str) -> String {
        format!("hg{}:{}:t:{thread}", haltgraph::checkpoint::FORMAT, self.0)
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        let storage = storage();
        let keys: Vec<_> = (0..storage.length().unwrap()).filter_map(|at| storage.key(at).unwrap()).collect();
        for key in keys.iter().filter(|key| key.contains(&self.0)) {
            storage.remove_item(key).unwrap();
        }
    }
}

fn storage() -> Storage {
    global("localStorage").unchecked_into()
}

fn global(name: &str) -> JsValue {
    Reflect::get(&js_sys::global(), &name.into()).unwrap()
}

fn method(this: &JsValue, name: &str, arguments: &[JsValue]) -> JsValue {
    let function: Function = Reflect::get(this, &name.into()).unwrap().unchecked_into();
    function.apply(this, &arguments.iter().cloned().collect::<Array>()).unwrap()
}

async fn is_refused(bench: &Bench<JsValue>, code: &str) {
    assert_eq!(refused(|done| bench.saver.load("t", None, done)).await.code, code);
}

macro_rules! checks {
    ($($check:ident,)*) => {
        $(
            #[wasm_bindgen_test]
            async fn $check() {
                let shop = Shop::new();
                suite::$check(shop.bench()).await;
            }
        )*
    };
}

crate::each_check!(checks);
crate::each_meeting!(checks);

#[wasm_bindgen_test]
async fn st_55_a_store_has_one_owner_and_the_next_sees_its_last_commit() {
    let shop = Shop::new();
    let first = shop.bench();
    Driver::new(&first, "t").step(&[("a", whole("\"\u{1f600}\""))]).await;
    let second = shop.bench();
    is_refused(&second, "E_STORE_BUSY").await;
    let before = first.dump().await;
    drop(first);
    is_refused(&second, "E_STORE_BUSY").await;
    // The browser takes a moment to see that the store is free.
    let mut third = shop.bench();
    while call(|done| third.saver.head("t", done)).await.is_err() {
        third = shop.bench();
    }
    assert_eq!(third.dump().await, before);
}

#[wasm_bindgen_test]
async fn st_55_a_store_whose_lock_is_stolen_closes_itself() {
    let shop = Shop::new();
    let bench = shop.bench();
    let mut driver = Driver::new(&bench, "t");
    driver.step(&[("a", whole("1"))]).await;
    let before = storage().get_item(&shop.key("t")).unwrap();
    let options = Object::new();
    Reflect::set(&options, &"steal".into(), &true.into()).unwrap();
    let locks = Reflect::get(&global("navigator"), &"locks".into()).unwrap();
    let name = format!("haltgraph-ls:{}", shop.0);
    let granted = Function::new_no_args("");
    let stolen: Promise = method(&locks, "request", &[name.into(), options.into(), granted.into()]).unchecked_into();
    JsFuture::from(stolen).await.unwrap();
    let batch = driver.batch(&[("a", whole("2"))]);
    assert_eq!(driver.commit(batch).await.unwrap_err().code, "E_STORE_BUSY");
    is_refused(&bench, "E_STORE_BUSY").await;
    assert_eq!(storage().get_item(&shop.key("t")).unwrap(), before);
}

#[wasm_bindgen_test]
async fn st_56_where_local_storage_is_denied_the_saver_is_unavailable() {
    let original = Object::get_own_property_descriptor(&js_sys::global(), &"localStorage".into());
    for getter in ["throw new DOMException('no', 'SecurityError')", "return undefined", "return null"] {
        let descriptor = Object::new();
        Reflect::set(&descriptor, &"get".into(), &Function::new_no_args(getter)).unwrap();
        Reflect::set(&descriptor, &"configurable".into(), &true.into()).unwrap();
        Object::define_property(&js_sys::global(), &"localStorage".into(), &descriptor);
        let saver: Rc<dyn Saver<JsValue>> = Rc::new(LocalStorageSaver::open("denied", Options::default()));
        let error = refused(|done| saver.load("t", None, done)).await;
        Object::define_property(&js_sys::global(), &"localStorage".into(), original.unchecked_ref());
        assert_eq!(error.code, "E_UNAVAILABLE", "{getter}");
    }
}

#[wasm_bindgen_test]
async fn st_56_without_locks_one_tab_has_to_be_assumed() {
    let navigator: Object = global("navigator").unchecked_into();
    let descriptor = Object::new();
    Reflect::set(&descriptor, &"value".into(), &JsValue::UNDEFINED).unwrap();
    Reflect::set(&descriptor, &"configurable".into(), &true.into()).unwrap();
    Object::define_property(&navigator, &"locks".into(), &descriptor);
    let shop = Shop::new();
    let load = async |assume_single_tab| {
        let options = Options { assume_single_tab, settle: 1, ..Options::default() };
        let saver: Rc<dyn Saver<JsValue>> = Rc::new(LocalStorageSaver::open(&shop.0, options));
        let loaded: Result<Option<Loaded<JsValue>>, _> = call(|done| saver.load("t", None, done)).await;
        loaded.map_err(|error| error.code)
    };
    let (refused, assumed) = (load(false).await, load(true).await);
    Reflect::delete_property(&navigator, &"locks".into()).unwrap();
    assert_eq!((refused, assumed), (Err("E_UNAVAILABLE"), Ok(None)));
}

#[wasm_bindgen_test]
async fn st_57_a_full_store_leaves_the_thread_as_it_was() {
    let (shop, filler) = (Shop::new(), Shop::new());
    let bench = shop.bench();
    let mut driver = Driver::new(&bench, "t");
    driver.step(&[("a", whole("1"))]).await;
    let before = bench.dump().await;
    let (mut at, mut size) = (0, 1 << 20);
    while size > 1000 {
        match storage().set_item(&format!("{}:{at}", filler.0), &"x".repeat(size)) {
            Ok(()) => at += 1,
            Err(_) => size /= 2,
        }
    }
    let batch = driver.batch(&[("a", whole(format!("\"{}\"", "x".repeat(5000))))]);
    let error = driver.commit(batch).await.unwrap_err();
    assert_eq!((error.code, bench.dump().await), ("E_QUOTA", before));
    drop(filler);
    driver.go_on(&bench.load("t").await);
    driver.step(&[("a", whole("2"))]).await;
    assert_eq!(bench.load("t").await.head.rev, 2);
}

#[wasm_bindgen_test]
async fn st_58_a_cleared_store_is_lost() {
    let shop = Shop::new();
    let bench = shop.bench();
    let mut driver = Driver::new(&bench, "t");
    driver.step(&[("a", whole("1"))]).await;
    storage().clear().unwrap();
    let batch = driver.batch(&[("a", whole("2"))]);
    assert_eq!(driver.commit(batch).await.unwrap_err().code, "E_STORE_LOST");
    is_refused(&bench, "E_STORE_LOST").await;
    assert_eq!(storage().get_item(&shop.key("t")).unwrap(), None);
}

/// What the browser tells a page when another tab has changed a key; no key: all of them.
fn tell(key: Option<&str>) {
    let create = Function::new_with_args("key", "dispatchEvent(new StorageEvent('storage', { key }))");
    create.call1(&JsValue::UNDEFINED, &key.map_or(JsValue::NULL, JsValue::from_str)).unwrap();
}

#[wasm_bindgen_test]
async fn st_58_an_event_is_a_reason_to_look_and_no_more() {
    let shop = Shop::new();
    let bench = shop.bench();
    let mut driver = Driver::new(&bench, "t");
    driver.step(&[("a", whole("1"))]).await;
    for key in [Some(shop.key("t")), Some(shop.key("unknown")), Some("foreign".to_owned()), None] {
        tell(key.as_deref());
        driver.step(&[("a", whole("2"))]).await;
    }
    storage().set_item(&shop.key("t"), "{}").unwrap();
    tell(Some(&shop.key("t")));
    is_refused(&bench, "E_CORRUPT").await;
    Driver::new(&bench, "other").step(&[("a", whole("1"))]).await;
    storage().clear().unwrap();
    tell(None);
    assert_eq!(refused(|done| bench.saver.heads(None, done)).await.code, "E_STORE_LOST");
}

#[wasm_bindgen_test]
async fn a_bad_name_is_refused() {
    let long = "x".repeat(65);
    for name in ["a b", "\u{e9}", "a:b", &long] {
        let saver: Rc<dyn Saver<JsValue>> = Rc::new(LocalStorageSaver::open(name, Options::default()));
        assert_eq!(refused(|done| saver.load("t", None, done)).await.code, "E_BAD_NAME");
    }
}
