#include "api/server/key_files.hpp"

#include "api/service/commit.hpp"
#include "api/service/office.hpp"
#include "api/service/token_desk.hpp"
#include "api/service/tokens.hpp"
#include "storage/common/file.hpp"

#include <fmt/format.h>

#include <sstream>

namespace redress::api {
namespace {

Fault cannot(std::filesystem::path const& path) {
  return {FaultKind::internal,
          {fmt::format("密钥文件 {} 的内容无法识别", path.string()),
           fmt::format("the key file {} does not hold what it should", path.string())}};
}

// A key is drawn only where there is no file: one that cannot be read just now must never be written over.
template <class Draw>
Result<std::string> read_or_draw(std::filesystem::path const& path, Draw draw) {
  auto const kept = storage::read_whole(path);
  if (!kept) return kept.error();
  if (*kept) {
    auto line = (*kept)->substr(0, (*kept)->find('\n'));
    if (line.empty()) return cannot(path);
    return line;
  }
  std::string text = draw();
  if (auto const written = storage::replace_private_file(path, text + "\n"); !written) return written.error();
  return text;
}

Result<ledger::SigningKey> key_of(std::filesystem::path const& path, std::string name, std::string_view seed_text,
                                  ledger::KeyType type) {
  auto const seed = ledger::from_hex(seed_text);
  if (!seed) return cannot(path);
  return ledger::SigningKey::from_seed(std::move(name), *seed, type);
}

}  // namespace

Result<LedgerKeys> ledger_keys(std::filesystem::path const& dir, Ids& ids, Instant now) {
  auto const path = dir / "ledger.key";
  auto const first =
      read_or_draw(path, [&] { return fmt::format("redress.local/{} {}", ids.random_hex(4), ids.random_hex(32)); });
  if (!first) return first.error();
  LedgerKeys keys;
  auto const text = storage::read_whole(path);
  if (!text) return text.error();
  std::istringstream in{text->value_or(std::string())};
  for (std::string line; std::getline(in, line);) {
    std::istringstream words{line};
    std::string name, seed_text, until_text;
    words >> name >> seed_text >> until_text;
    auto key = key_of(path, name, seed_text, ledger::KeyType::note);
    if (!key) return key.error();
    auto const until = until_text.empty() ? Result<Instant>(Instant{}) : parse_rfc3339(until_text);
    if (!until || until_text.empty() != keys.signing.empty()) return cannot(path);
    if (until_text.empty() || *until > now)
      keys.signing.push_back(*std::move(key));
    else
      keys.retired.push_back(key->verifier());
  }
  if (keys.signing.empty()) return cannot(path);
  return keys;
}

LedgerKeys FileKeyRing::keys(Instant now) { return ledger_keys(dir_, ids_, now).value(); }

std::string FileKeyRing::prepare(std::string_view name) {
  storage::replace_private_file(next(), fmt::format("{} {}\n", name, ids_.random_hex(32))).value();
  return *prepared();
}

std::optional<std::string> FileKeyRing::prepared() {
  auto const text = storage::read_whole(next()).value();
  if (!text) return std::nullopt;
  std::istringstream in{*text};
  std::string name, seed;
  in >> name >> seed;
  return key_of(next(), name, seed, ledger::KeyType::note).value().verifier().text();
}

// The file with the new line at its head and the date behind the old one is made whole first; that it is in place is
// what counts, the prepared key may be left behind by a crash and is then the newest already.
void FileKeyRing::promote(Instant until) {
  auto const fresh = storage::read_whole(next()).value().value();
  std::string lines = fresh.substr(0, fresh.find('\n')), line;
  std::istringstream old{storage::read_whole(current()).value().value()};
  for (bool first = true; std::getline(old, line); first = false) {
    if (first && line == lines) return discard();
    lines += "\n" + line + (first ? " " + format_rfc3339(until) : "");
  }
  storage::replace_private_file(current(), lines + "\n").value();
  discard();
}

void FileKeyRing::discard() {
  std::error_code ignored;
  std::filesystem::remove(next(), ignored);
}

Result<ledger::SigningKey> witness_key(std::filesystem::path const& dir, std::string const& name, Ids& ids) {
  auto const line = read_or_draw(dir / "witness.key", [&] {
    return fmt::format("{} {}", name.empty() ? "redress.witness/" + ids.random_hex(4) : name, ids.random_hex(32));
  });
  if (!line) return line.error();
  auto const space = line->find(' ');
  if (space == std::string::npos) return cannot(dir / "witness.key");
  return key_of(dir / "witness.key", line->substr(0, space), line->substr(space + 1), ledger::KeyType::cosignature);
}

Result<std::string> pseudonym_key(std::filesystem::path const& dir, Ids& ids) {
  return read_or_draw(dir / "pseudonym.key", [&] { return ids.random_hex(32); });
}

// The first one of all is nobody's act. One that is drawn later, because the file is gone or the store came from a
// backup, is told of in the ledger like any other.
Result<std::string> admin_token_file(std::filesystem::path const& dir, Store& store, Clock const& clock, Ids& ids) {
  return read_or_draw(dir / "admin.token", [&] {
    auto const token = draw_token(ids, Role::admin, {}, "first", clock.now(), std::nullopt);
    commit(store, [&](StoreWriter& writer) {
      bool const is_first = writer.ledger_size() == 0 && writer.tokens().empty();
      writer.put_token(token.row);
      if (is_first) return;
      Actor const starting{.id = "start", .role = Role::runner, .shop = {}};
      writer.record_office(Office{store, clock, ids}.draft(starting, {}, {{}, "token_created", told_of(token.row)}));
    });
    return token.secret;
  });
}

}  // namespace redress::api
