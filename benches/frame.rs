//! What a frame costs, and that a long list costs no more than a short one.

use criterion::{Criterion, criterion_group, criterion_main};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use fanscope::{
    app::{
        effect::Effect,
        event::Event,
        graphics::GraphicsMode,
        model::{Model, Start, account::AccountName},
        update,
    },
    follower::{account_id::AccountId, find::Found, lang::Lang, openid::OpenId},
    i18n::UiLang,
    runtime::{
        backend::TerminalBackend, colours::Depth, output::Output, world::directory::Directory,
    },
    ui,
};
use jiff::tz::TimeZone;
use ratatui::{
    Terminal, TerminalOptions, Viewport,
    layout::{Rect, Size},
};

const SIZE: Size = Size::new(120, 40);

fn model(openids: usize, directory: &Directory) -> Model {
    let given = (0..openids).filter_map(|n| OpenId::received(&format!("oBench{n:022}")));
    let model = Model::new(Start {
        size: SIZE,
        ui_lang: UiLang::En,
        zone: TimeZone::UTC,
        now: 1_795_341_600,
        accounts: vec![AccountName {
            id: AccountId::App { appid: "wx0123456789abcdef".into(), api_base: None },
            name: "shop".into(),
            appid: "wx12…ef".into(),
            open_platform: None,
        }],
        account: 0,
        lang: Lang::ZhCn,
        is_demo: false,
        graphics_mode: GraphicsMode::By("blocks", (8, 16)),
        graphics_reason: String::new(),
        warnings: vec![],
        found: Some(Found::default()),
    });
    directory.give(model.account().id(), given, None);
    model
}

/// Take in an event, and all that the directory says to it.
fn update(model: &mut Model, directory: &Directory, event: Event) -> Vec<Effect> {
    let mut effects = update::update(model, event);
    let mut at = 0;
    while let Some(effect) = effects.get(at) {
        at += 1;
        if let Effect::Run { ticket, job, .. } = effect
            && let Some(done) = directory.respond(job)
        {
            let done = Event::Done(ticket.clone(), Ok(done));
            effects.extend(update::update(model, done));
        }
    }
    effects
}

/// A key, the update, the frame, and its bytes.
fn key_to_bytes(bench: &mut Criterion) {
    let mut group = bench.benchmark_group("key to bytes, 120x40");
    for openids in [100, 1_000, 10_000, 100_000, 1_000_000] {
        let directory = Directory::default();
        let mut model = model(openids, &directory);
        update(&mut model, &directory, Event::Tick);
        let output = Output::default();
        let viewport = Viewport::Fixed(Rect::new(0, 0, SIZE.width, SIZE.height));
        let mut terminal = Terminal::with_options(
            TerminalBackend::new(output.clone(), Depth::Full),
            TerminalOptions { viewport },
        )
        .expect("in memory");
        let mut is_down = false;
        group.bench_function(format!("{openids} OpenIDs"), |bench| {
            bench.iter(|| {
                is_down = !is_down;
                let key = KeyCode::Char(if is_down { 'j' } else { 'k' });
                let key = Event::Key(KeyEvent::new(key, KeyModifiers::NONE));
                let effects = update(&mut model, &directory, key);
                terminal.draw(|frame| ui::draw(&model, frame)).expect("in memory");
                let mut bytes = vec![];
                output.commit(&ui::placements(&model), &mut bytes).expect("in memory");
                (effects, bytes)
            });
        });
    }
    group.finish();
}

criterion_group!(benches, key_to_bytes);
criterion_main!(benches);
