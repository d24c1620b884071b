/** Forms of connections and endpoints, and the import: in the bundle of the longer commands, read when one of them runs. */
export { emptyDraft } from './connection-form.ts';
export { enterConnection } from './enter-connection.ts';
export { addEndpoint, enterEndpoint } from './enter-endpoint.ts';
export { importProfiles } from './import-profiles.ts';
