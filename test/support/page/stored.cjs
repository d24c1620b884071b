// Runs in the page: everything that it keeps, as [place, value] pairs.
(async () => {
  const settled = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const found = Object.entries(localStorage).map(([key, value]) => [`localStorage/${key}`, value]);
  for (const { name } of await indexedDB.databases()) {
    const database = await settled(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const objects = database.transaction(store, 'readonly').objectStore(store);
      const [keys, values] = await Promise.all([settled(objects.getAllKeys()), settled(objects.getAll())]);
      keys.forEach((key, index) =>
        found.push([`${name}/${store}/${JSON.stringify(key)}`, JSON.stringify(values[index])]),
      );
    }
    database.close();
  }
  return found;
})();
