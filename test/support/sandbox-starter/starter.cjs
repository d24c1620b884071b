'use strict';
const vscode = require('vscode');

exports.activate = async function activate() {
  await vscode.commands.executeCommand('workbench.view.extension.sqlkube');
  await vscode.commands.executeCommand('sqlkube.sandbox.start');
};
