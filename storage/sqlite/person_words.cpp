#include "storage/sqlite/person_words.hpp"

#include "storage/sqlite/person_row.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::storage {
namespace {

constexpr std::size_t number_bytes = 8;

std::string about_key(std::int64_t person) { return fmt::format("person_keys:{}", person); }
std::string about(PersonalText const& text) { return fmt::format("personal:{}:{}", text.entry_id, text.name); }
std::string about(Evidence const& item) { return fmt::format("evidence:{}", item.id); }

std::string_view as_text(ledger::Bytes bytes) { return {reinterpret_cast<char const*>(bytes.data()), bytes.size()}; }

[[noreturn]] void cannot_open(std::string_view what) {
  throw FaultError({FaultKind::internal,
                    {fmt::format("{} 无法解密：密钥不符或内容被改动", what),
                     fmt::format("{} cannot be decrypted: another key, or it was changed", what)}});
}

std::string text_in(boost::json::object const& json, std::string_view name) {
  auto const* found = json.if_contains(name);
  return found ? std::string(found->as_string()) : std::string{};
}

}  // namespace

std::string WordsKey::seal(std::string_view plain, std::string_view what) const {
  std::string sealed(number_bytes, '\0');
  for (std::size_t i = 0; i < number_bytes; ++i)
    sealed[i] = static_cast<char>((person_ >> (8 * (number_bytes - 1 - i))) & 0xff);
  return sealed + storage::seal(key_, plain, what);
}

std::string WordsKey::sealed(PersonalText const& text) const {
  return seal(boost::json::serialize(boost::json::array{text.salt, text.text}), about(text));
}

std::optional<std::string> WordsKey::take_words(Evidence& item) const {
  if (!item.text && item.note.empty() && item.name.empty()) return std::nullopt;
  boost::json::object words{{"note", std::exchange(item.note, {})}};
  if (!item.name.empty()) words.emplace("name", std::exchange(item.name, {}));
  if (item.text) {
    words.emplace("text", *item.text);
    words.emplace("salt", std::exchange(item.salt, {}));
    words.emplace("sha256", std::exchange(item.sha256, {}));
    item.text.reset();
  }
  return seal(boost::json::serialize(words), about(item));
}

WordsKey active_person(Connection& connection, std::string const& shop, std::string const& id, Instant now) {
  if (auto run = connection.run(queries::active_person); run.bind(shop, id).next())
    if (auto key = key_of(connection, run.integer(0))) return *key;
  Person const person{.shop = shop, .id = id, .known_since = now};
  auto const content = serialize(person_json(person));
  connection.run(queries::insert_person)
      .bind(shop, id, name_of(person.state), waits_until_ms(person), content)
      .execute();
  WordsKey made(connection.last_row(), SecretKey::drawn());
  auto const wrapped =
      storage::seal(connection.shop_key(shop), as_text(made.key_.bytes()), about_key(made.person_));
  connection.run(queries::insert_person_key).bind(made.person_, RawBytes{wrapped}).execute();
  return made;
}

std::optional<WordsKey> key_of(Connection& connection, std::int64_t person) {
  auto run = connection.run(queries::person_key);
  if (!run.bind(person).next()) return std::nullopt;
  auto const wrapped = run.text(1);
  if (std::ranges::all_of(wrapped, [](char c) { return c == '\0'; })) return std::nullopt;
  auto key = unseal(connection.shop_key(run.text(0)), wrapped, about_key(person));
  if (!key || key->size() != 32) cannot_open(about_key(person));
  WordsKey words(person, SecretKey(ledger::as_bytes(*key)));
  wipe(*key);
  return words;
}

std::optional<std::string> WordsReader::open(std::string_view sealed, std::string_view what) {
  if (sealed.size() < number_bytes) cannot_open(what);
  std::int64_t person = 0;
  for (std::size_t i = 0; i < number_bytes; ++i) person = person << 8 | static_cast<unsigned char>(sealed[i]);
  if (!last_ || last_->person_ != person) last_ = key_of(connection_, person);
  if (!last_) return std::nullopt;
  auto plain = unseal(last_->key_, sealed.substr(number_bytes), what);
  if (!plain) cannot_open(what);
  return plain;
}

bool WordsReader::open(PersonalText& text, std::string_view sealed) {
  auto const plain = open(sealed, about(text));
  if (!plain) return false;
  auto const words = boost::json::parse(*plain).as_array();
  text.salt = words.at(0).as_string();
  text.text = words.at(1).as_string();
  return true;
}

bool WordsReader::open(Evidence& item, std::string_view sealed) {
  auto const plain = open(sealed, about(item));
  if (!plain) return false;
  auto const words = boost::json::parse(*plain).as_object();
  item.note = text_in(words, "note");
  if (words.contains("name")) item.name = text_in(words, "name");
  if (!words.contains("text")) return true;
  item.text = text_in(words, "text");
  item.salt = text_in(words, "salt");
  item.sha256 = text_in(words, "sha256");
  return true;
}

}  // namespace redress::storage
