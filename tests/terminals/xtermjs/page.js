// xterm.js as VS Code sets it up by default, in src/vs/workbench/contrib/terminal/browser/xterm/xtermTerminal.ts.
// `say` is the test's: it takes "=" and what is typed, or the size in cells.
function start(cols, rows) {
    document.body.innerHTML = "<div id=box></div>";
    term = new Terminal({
        allowProposedApi: true,
        allowTransparency: true,
        cols,
        rows,
        fontFamily: "'Droid Sans Mono', monospace",
        fontSize: 14,
        minimumContrastRatio: 4.5,
        rescaleOverlappingGlyphs: true,
        scrollOnEraseInDisplay: true,
        theme: { background: "#181818", foreground: "#cccccc" },
        windowOptions: { getWinSizePixels: true, getCellSizePixels: true, getWinSizeChars: true },
    });
    term.loadAddon(new Unicode11Addon.Unicode11Addon());
    term.unicode.activeVersion = "11";
    const fit = new FitAddon.FitAddon();
    term.loadAddon(fit);
    term.open(document.getElementById("box"));
    term.loadAddon(new WebglAddon.WebglAddon());
    term.loadAddon(new ImageAddon.ImageAddon());
    term.onData(data => say("=" + data));
    term.onResize(({ cols, rows }) => say(cols + "x" + rows));
    onresize = () => fit.fit();
    term.focus();
}

// The size of the page that has this many cells. 14 pixels are the scroll bar's.
function pageSize(cols, rows) {
    const cell = term._core._renderService.dimensions.css.cell;
    return [Math.ceil(cols * cell.width) + 14, Math.ceil(rows * cell.height)];
}

// Done when it is drawn into the buffer, so that no more is sent than is taken.
function write(base64) {
    const bytes = Uint8Array.from(atob(base64), c => c.charCodeAt());
    return new Promise(done => term.write(bytes, done));
}
