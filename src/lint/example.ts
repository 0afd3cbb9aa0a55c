/** What the examples of the rules are said of: a released database. */
export const exampleDatabase = `
CREATE TABLE shop_author (id bigint PRIMARY KEY, name varchar(50) NOT NULL);
CREATE TABLE shop_book (
  id bigint PRIMARY KEY,
  title varchar(50) NOT NULL,
  isbn varchar(13) CONSTRAINT shop_book_isbn_key UNIQUE,
  slug text,
  price numeric(10, 2) CONSTRAINT shop_book_price_check CHECK (price > 0),
  stock integer DEFAULT 0,
  printed timestamp,
  author_id bigint REFERENCES shop_author
);
CREATE INDEX shop_book_slug_idx ON shop_book (slug);
CREATE TABLE shop_code (code bigint, label text);
CREATE TABLE shop_sale (id bigint, day date NOT NULL) PARTITION BY RANGE (day);
CREATE TABLE shop_sale_2020 PARTITION OF shop_sale FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE shop_sale_2021 (id bigint, day date NOT NULL);
CREATE TABLE shop_visit (id bigint, day date NOT NULL) PARTITION BY RANGE (day);
CREATE TABLE shop_visit_rest PARTITION OF shop_visit DEFAULT;
CREATE TABLE shop_visit_2021 (id bigint, day date NOT NULL CHECK (day >= '2021-01-01' AND day < '2022-01-01'));
CREATE TABLE shop_account (id bigint PRIMARY KEY, name text);
CREATE DOMAIN shop_percent AS integer CHECK (value BETWEEN 0 AND 100);
CREATE DOMAIN shop_number AS integer;
CREATE TYPE shop_mood AS ENUM ('sad', 'happy');
CREATE SEQUENCE shop_number_seq;
CREATE VIEW shop_titles AS SELECT id, title FROM shop_book;
CREATE MATERIALIZED VIEW shop_totals AS SELECT count(*) FROM shop_book;
GRANT SELECT (id) ON shop_account TO shop_reader
`
