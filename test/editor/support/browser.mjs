// Chromium without a screen, and pages that remember what went wrong in them.
import { chromium } from 'playwright-core';
import { endAtExit } from './cleanUp.mjs';

const quiet = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

export async function openBrowser() {
  const browser = await chromium.launch({
    executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
    headless: true,
    args: quiet,
  });
  endAtExit(() => browser.close());
  return browser;
}

/** Pages of one context share what the browser has loaded and compiled of the workbench. */
export function newContext(browser, { width = 1400, height = 900 } = {}) {
  return browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
}

/** `page.messages` holds console and errors, `page.external` the origins outside of this machine it asked for. */
export async function newPage(context) {
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.messages = [];
  page.external = new Set();
  page.on('console', (message) => page.messages.push(`[${message.type()}] ${message.text()}`));
  page.on('pageerror', (error) => page.messages.push(`[pageerror] ${error.message}`));
  page.on('request', (request) => {
    const { hostname, protocol, origin } = new URL(request.url());
    // Files of webviews have addresses of this domain; a service worker of the editor answers them from this machine.
    if (hostname.endsWith('.vscode-resource.vscode-cdn.net')) return;
    if (hostname && hostname !== '127.0.0.1' && !/^(data|blob):/.test(protocol)) page.external.add(origin);
  });
  return page;
}
