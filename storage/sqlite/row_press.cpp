#include "storage/sqlite/row_press.hpp"

#include "engine/ledger/hash.hpp"

#include <algorithm>

namespace redress::storage {
namespace {

constexpr std::size_t lasting_max = 256;  // texts of a lesson, of one kind and the other
constexpr std::size_t passing_max = 64;
constexpr std::size_t noted_text_bytes_max = 32 * 1024;  // a longer one is no example of many
constexpr std::int64_t doublings_max = 40;

// The newest takes the place of the oldest.
void put(std::vector<std::string>& texts, std::size_t most, std::int64_t before, std::string const& text) {
  if (texts.size() < most)
    texts.push_back(text);
  else
    texts[static_cast<std::size_t>(before) % most] = text;
}

}  // namespace

RowPress::RowPress(Connection& connection, std::int64_t learn_after)
    : connection_(connection), learn_after_(std::max<std::int64_t>(learn_after, 2)) {
  std::int64_t last = 0;
  if (auto run = connection.run(queries::last_dictionary); run.next()) last = run.integer(0);
  learn_after_ <<= std::min(last, doublings_max);
  for (; last > 0; --last) {
    try {
      use(last, Dictionaries::bytes_of(connection, last));
      return;
    } catch (FaultError const&) {  // an audit names it; what is written from now on does without
    }
  }
}

void RowPress::use(std::int64_t number, std::string bytes) {
  press_.emplace(bytes);
  number_ = number;
  bytes_ = std::move(bytes);
}

RowPress::Kept RowPress::keep(std::string const& text, Lasts lasts) {
  static std::string const none;
  auto const squeezed = press_ ? press_->squeeze(text) : std::nullopt;
  if (is_news(text.size(), squeezed ? squeezed->size() : text.size())) note(text, lasts);
  if (!squeezed) return {text, {}, {}};
  return {none, number_, RawBytes{*squeezed}};
}

void RowPress::note(std::string const& text, Lasts lasts) {
  if (text.size() > noted_text_bytes_max) return;
  if (lasts == Lasts::yes)
    put(lesson_.lasting, lasting_max, news_++, text);
  else
    put(lesson_.passing, passing_max, passing_news_++, text);
}

void RowPress::learn_if_due() {
  if (!is_due_to_learn()) return;
  if (learn_after_ < std::int64_t{1} << doublings_max) learn_after_ *= 2;
  auto const lesson = std::exchange(lesson_, {});
  news_ = passing_news_ = 0;
  auto bytes = learnt(bytes_, lesson);
  if (!bytes) return;
  try {
    connection_.begin();
    auto const sha256 = ledger::hex(ledger::sha256(ledger::as_bytes(*bytes)));
    connection_.run(queries::insert_dictionary)
        .bind(sha256, RawBytes{*bytes}, RawBytes{Dictionaries::spare_of(*bytes)})
        .execute();
    auto const number = connection_.last_row();
    connection_.commit();
    use(number, std::move(*bytes));
  } catch (FaultError const&) {  // the connection remembers damage
    connection_.roll_back();
  }
}

}  // namespace redress::storage
