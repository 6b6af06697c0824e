#include "api/server/key_files.hpp"

#include "api/service/commit.hpp"
#include "api/service/tokens.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <fstream>

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

}  // namespace

Result<ledger::SigningKey> ledger_key(std::filesystem::path const& dir, Ids& ids) {
  auto const line = read_or_draw(
      dir / "ledger.key", [&] { return fmt::format("redress.local/{} {}", ids.random_hex(4), ids.random_hex(32)); });
  if (!line) return line.error();
  auto const space = line->find(' ');
  auto const seed =
      ledger::from_hex(std::string_view(*line).substr(space == std::string::npos ? line->size() : space + 1));
  if (space == std::string::npos || !seed) return cannot(dir / "ledger.key", "read");
  return ledger::SigningKey::from_seed(line->substr(0, space), *seed);
}

Result<std::string> pseudonym_key(std::filesystem::path const& dir, Ids& ids) {
  return read_or_draw(dir / "pseudonym.key", [&] { return ids.random_hex(32); });
}

Result<std::string> admin_token_file(std::filesystem::path const& dir, Store& store, Ids& ids, Instant now) {
  return read_or_draw(dir / "admin.token", [&] {
    auto const token = draw_token(ids, Role::admin, {}, "first", now, std::nullopt);
    commit(store, [&](StoreWriter& writer) { writer.put_token(token.row); });
    return token.secret;
  });
}

}  // namespace redress::api
