// One strict, type-aware rule set. The layer rules here are the instant half (in the editor) of .dependency-cruiser.mjs.
import { builtinModules } from 'node:module';
import eslint from '@eslint/js';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

const nodeModules = (allowed) =>
  builtinModules
    .filter((name) => !name.startsWith('_') && !allowed.includes(name))
    .flatMap((name) => (name.startsWith('node:') ? [name] : [name, `node:${name}`]));

const noImports = (names, patterns = []) => ({
  'no-restricted-imports': ['error', { paths: names, patterns }],
});

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'coverage/', 'test-results/', 'test/fixtures/', '**/*.mjs', '**/*.cjs'] },
  eslint.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  prettier,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-floating-promises': ['error', { checkThenables: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      // @tsconfig/strictest forbids dotted access to index signatures; its bracket form must stay legal.
      '@typescript-eslint/dot-notation': 'off',
      eqeqeq: 'error',
      'no-console': 'error',
      'max-lines': ['warn', { max: 400, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['src/core/**'],
    rules: noImports([...nodeModules(['crypto']), 'vscode', 'mssql', '@kubernetes/client-node']),
  },
  { files: ['src/sandbox/**', 'src/sql/**', 'src/cluster/**'], rules: noImports(['vscode']) },
  { files: ['src/{views,commands,host,language}/**'], rules: noImports(['mssql', '@kubernetes/client-node']) },
  {
    files: ['test/**', 'bench/**', 'scripts/**', 'src/sandbox/main.ts'],
    rules: { 'no-console': 'off', 'max-lines': 'off' },
  },
  {
    files: ['test/**', 'bench/**'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off', '@typescript-eslint/no-unused-expressions': 'off' },
  },
);
