//! What a frame costs, and that a long list costs no more than a short one.

use criterion::{Criterion, criterion_group, criterion_main};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use fanscope::{
    app::{
        event::Event,
        graphics::GraphicsMode,
        model::{Model, Start, account::AccountName},
        update::update,
    },
    follower::{account_id::AccountId, lang::Lang},
    i18n::UiLang,
    runtime::{backend::TerminalBackend, colours::Depth, output::Output},
    ui,
};
use jiff::tz::TimeZone;
use ratatui::{
    Terminal, TerminalOptions, Viewport,
    layout::{Rect, Size},
};

const SIZE: Size = Size::new(120, 40);

fn model(openids: usize) -> Model {
    let text: String = (0..openids).map(|n| format!("oBench{n:022}\n")).collect();
    Model::new(Start {
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
        found: Some(fanscope::tables::read(&text)),
    })
}

/// A key, the update, the frame, and its bytes.
fn key_to_bytes(bench: &mut Criterion) {
    let mut group = bench.benchmark_group("key to bytes, 120x40");
    for openids in [100, 1_000, 10_000, 100_000] {
        let mut model = model(openids);
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
                let effects =
                    update(&mut model, Event::Key(KeyEvent::new(key, KeyModifiers::NONE)));
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
