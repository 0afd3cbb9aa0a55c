/** What the models of `start.ts` read and write, a statement of each kind; of rows that nobody else touches. */
export function releasedUse(nth: number): string {
  const own = `w${nth}`
  return `
INSERT INTO shop_author (name) VALUES ('${own}');
WITH one AS (INSERT INTO shop_seller DEFAULT VALUES RETURNING id)
  INSERT INTO shop_offer (seller_id) SELECT id FROM one;
INSERT INTO shop_book (title, slug, isbn, checked, price, small, stock, note, day, mood, author_id, editor_id, printed)
  VALUES ('${own}', '${own}', '${own}', '${own}', 1, NULL, NULL, NULL, NULL, NULL, 1, NULL, NULL);
UPDATE shop_book SET small = 1, stock = NULL, note = '1', price = price + 1, mood = 'happy' WHERE isbn = '${own}';
UPDATE shop_book SET title = title || 'x' WHERE id = ${nth};
SELECT id, title, slug, isbn, checked, price, small, stock, note, day, mood, author_id, editor_id, printed
  FROM shop_book WHERE isbn = '${own}';
DELETE FROM shop_book WHERE id = ${nth + 1000}`
}
