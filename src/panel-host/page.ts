/** Addresses of the panel’s files, as the web view may load them. */
export interface PageFiles {
  readonly script: string;
  readonly style: string;
  /** Where the files come from, for the content security policy. */
  readonly source: string;
}

/** The panel’s page. Its script builds everything else; nothing is loaded from elsewhere, and no script runs without the nonce. */
export function panelPage({ script, style, source }: PageFiles, nonce: string): string {
  const policy = [
    "default-src 'none'",
    `style-src ${source}`,
    `script-src 'nonce-${nonce}'`,
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>SQL Kube Diagnostics</title>
<link rel="stylesheet" href="${style}">
</head>
<body>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}
