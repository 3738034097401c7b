// What a person does in the editor, for Playwright.

export async function openFolder(page, server, folder) {
  await page.goto(`${server.url}/?folder=${encodeURIComponent(folder)}`);
  await page.locator('.monaco-workbench').waitFor();
  await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
}

/** Runs the command whose title is exactly this. */
export async function palette(page, title) {
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget input[type=text]').first();
  await input.waitFor({ state: 'visible' });
  await input.fill(`>${title}`);
  const row = page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
  await row.waitFor();
  await page.keyboard.press('Enter');
  // The palette closes before the command runs; what is opened before that would be closed with it.
  await row.waitFor({ state: 'hidden' });
}

export async function openFile(page, name) {
  await page.keyboard.press('Control+P');
  const input = page.locator('.quick-input-widget input[type=text]').first();
  await input.waitFor({ state: 'visible' });
  await input.fill(name);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  await page.locator(`.tab.active`, { hasText: name }).waitFor();
  await page.locator('.monaco-editor .view-lines').first().waitFor();
}

/** Chooses an entry of the list that is open now. */
export async function pick(page, text) {
  const row = page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
  await row.waitFor();
  await row.click();
  await row.waitFor({ state: 'hidden' });
}

export async function goToLine(page, line) {
  await page.keyboard.press('Control+G');
  const input = page.locator('.quick-input-widget input[type=text]').first();
  await input.waitFor({ state: 'visible' });
  await input.fill(`:${line}`);
  await page.keyboard.press('Enter');
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
}

/**
 * The keyboard goes to the text. A click could land on a code lens, and scrolls the text to the place it clicks. A webview
 * that has just got the focus tells the editor so a moment later, and takes it back: the key is pressed until it holds.
 */
export async function focusEditor(page) {
  const focused = page.locator('.editor-group-container.active .monaco-editor.focused');
  for (let attempt = 1; ; attempt++) {
    await page.keyboard.press('Control+1');
    try {
      await focused.waitFor({ timeout: 1000 });
      return;
    } catch (error) {
      if (attempt === 20) throw error;
    }
  }
}

/** The frame of one of the extension's webviews, by the name it gives its body. */
export async function webview(page, name) {
  const deadline = Date.now() + 30_000;
  for (;;) {
    for (const frame of page.frames()) {
      const found = await frame.evaluate(() => document.body?.dataset.stepwiseView).catch(() => undefined);
      if (found === name) return frame;
    }
    if (Date.now() > deadline) throw new Error(`There is no webview ${name}.`);
    await page.waitForTimeout(100);
  }
}
