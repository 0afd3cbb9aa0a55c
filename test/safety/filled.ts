/** Enough for a scan to be seen. */
const rows = 3000

/** Rows for the models of `start.ts`. */
export function fillModels(count = rows): string {
  return `
INSERT INTO shop_author (name) SELECT 'a' || n FROM generate_series(1, ${count}) n;
INSERT INTO shop_seller SELECT FROM generate_series(1, ${count}) n;
INSERT INTO shop_offer (seller_id, buyer_id) SELECT n, n FROM generate_series(1, ${count}) n;
INSERT INTO shop_book (title, slug, isbn, checked, price, small, stock, note, day, mood, author_id, editor_id)
  SELECT 't' || n, 's' || n, 'i' || n, 'c' || n, n % 1000, n % 100, n, n::text, '2020-01-01', 'sad', n, n
    FROM generate_series(1, ${count}) n;
ANALYZE`
}

/** Rows for the tables of SQL. */
export const fillPast = `
INSERT INTO r SELECT n FROM generate_series(1, ${rows}) n;
INSERT INTO parent SELECT n FROM generate_series(1, ${rows}) n;
INSERT INTO child SELECT n, n FROM generate_series(1, ${rows}) n;
INSERT INTO t (word, i, n, s, txt, c10, num, ts, ts3, tz, d, j, jb, ip, host, bits, ints, e, tm, iv, b, rl, pn, rid, viewed, k, checked)
  SELECT 'sad', n, n, n::text, 'x' || n, 'c', 1, '2020-01-01', '2020-01-01', '2020-01-01', '2020-01-01', '{}', '{}', '10.0.0.0/8',
         '10.0.0.1', '101', '{1}', 'sad', '12:00', '1 day', true, 1, n, n, 'v', 'k' || n, 'c'
    FROM generate_series(1, ${rows}) n;
INSERT INTO ch SELECT n, n, n FROM generate_series(1, ${rows}) n;
INSERT INTO z SELECT n, n, 'x' FROM generate_series(1, ${rows}) n;
INSERT INTO p SELECT n, n, 'x' FROM generate_series(1, ${rows}) n;
INSERT INTO q SELECT n, 20000 + n FROM generate_series(1, ${rows}) n;
INSERT INTO pnew SELECT n, 10000 + n, 'x' FROM generate_series(1, ${rows}) n;
ANALYZE`
