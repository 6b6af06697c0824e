#include "api/server/key_files.hpp"

#include "api/service/commit.hpp"
#include "api/service/office.hpp"
#include "api/service/token_desk.hpp"
#include "api/service/tokens.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

namespace redress::api {
namespace {

Fault cannot(std::filesystem::path const& path, std::string_view what) {
  return {FaultKind::internal,
          {fmt::format("无法{}密钥文件 {}", what == "write" ? "写入" : "读取", path.string()),
           fmt::format("cannot {} the key file {}", what, path.string())}};
}

// Whole or not at all: an empty key file after a crash would be taken for a key.
Result<void> write_secret(std::filesystem::path const& path, std::string const& text) {
  auto const temporary = path.string() + ".new";
  int const file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return cannot(path, "write");
  auto const line = text + "\n";
  bool const written =
      ::write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size()) && ::fsync(file) == 0;
  ::close(file);
  if (!written || ::rename(temporary.c_str(), path.c_str()) != 0) return cannot(path, "write");
  return {};
}

template <class Draw>
Result<std::string> read_or_draw(std::filesystem::path const& path, Draw draw) {
  if (std::ifstream file{path}; file) {
    std::string line;
    if (!std::getline(file, line) || line.empty()) return cannot(path, "read");
    return line;
  }
  auto text = draw();
  if (auto written = write_secret(path, text); !written) return written.error();
  return text;
}

Result<ledger::SigningKey> key_of(std::filesystem::path const& path, std::string name, std::string_view seed_text,
                                  ledger::KeyType type) {
  auto const seed = ledger::from_hex(seed_text);
  if (!seed) return cannot(path, "read");
  return ledger::SigningKey::from_seed(std::move(name), *seed, type);
}

}  // namespace

Result<LedgerKeys> ledger_keys(std::filesystem::path const& dir, Ids& ids, Instant now) {
  auto const path = dir / "ledger.key";
  auto const first =
      read_or_draw(path, [&] { return fmt::format("redress.local/{} {}", ids.random_hex(4), ids.random_hex(32)); });
  if (!first) return first.error();
  LedgerKeys keys;
  std::ifstream in{path};
  for (std::string line; std::getline(in, line);) {
    std::istringstream words{line};
    std::string name, seed_text, until_text;
    words >> name >> seed_text >> until_text;
    auto key = key_of(path, name, seed_text, ledger::KeyType::note);
    if (!key) return key.error();
    auto const until = until_text.empty() ? Result<Instant>(Instant{}) : parse_rfc3339(until_text);
    if (!until || until_text.empty() != keys.signing.empty()) return cannot(path, "read");
    if (until_text.empty() || *until > now)
      keys.signing.push_back(*std::move(key));
    else
      keys.retired.push_back(key->verifier());
  }
  if (keys.signing.empty()) return cannot(path, "read");
  return keys;
}

LedgerKeys FileKeyRing::keys(Instant now) { return ledger_keys(dir_, ids_, now).value(); }

std::string FileKeyRing::prepare(std::string_view name) {
  write_secret(next(), fmt::format("{} {}", name, ids_.random_hex(32))).value();
  return *prepared();
}

std::optional<std::string> FileKeyRing::prepared() {
  std::ifstream in{next()};
  std::string name, seed;
  if (!in) return std::nullopt;
  in >> name >> seed;
  return key_of(next(), name, seed, ledger::KeyType::note).value().verifier().text();
}

// The file with the new line at its head and the date behind the old one is made whole first; that it is in place is
// what counts, the prepared key may be left behind by a crash and is then the newest already.
void FileKeyRing::promote(Instant until) {
  std::ifstream in{next()};
  std::string lines, line;
  std::getline(in, lines);
  std::ifstream old{current()};
  for (bool first = true; std::getline(old, line); first = false) {
    if (first && line == lines) return discard();
    lines += "\n" + line + (first ? " " + format_rfc3339(until) : "");
  }
  write_secret(current(), lines).value();
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
  if (space == std::string::npos) return cannot(dir / "witness.key", "read");
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
