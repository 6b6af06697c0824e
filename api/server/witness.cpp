#include "api/server/witness.hpp"

#include "api/http/server.hpp"
#include "api/server/key_files.hpp"
#include "engine/ledger/cosignature.hpp"
#include "engine/ledger/witnessing.hpp"
#include "storage/common/file.hpp"
#include "storage/tlog/ledger_files.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <fmt/format.h>

#include <fstream>
#include <iterator>

namespace redress::api {
namespace {

http::Response plain(int status, std::string content_type, std::string body) {
  return {.status = status,
          .content_type = std::move(content_type),
          .body = std::move(body),
          .fields = {{"Cache-Control", "no-store"}}};
}

http::Response said(int status, Says const& says) {
  return plain(status, "text/plain; charset=utf-8", says.zh + "\n" + says.en + "\n");
}

// The transport's questions, for a server that has one path and no callers.
class WitnessFront final : public http::Service {
 public:
  explicit WitnessFront(Witness& witness) : witness_(witness) {}

  http::Admission admit(http::Head const& head, http::Peer const&) override {
    if (head.path == "/rpc" || head.path.starts_with("/v1/")) return {.refusal = nothing_here()};
    return {};
  }
  void rpc(std::string, http::PeerRef, http::Reply reply) override { reply({}); }
  http::Response page(http::Head const& head, http::Peer const&) override {
    if (head.path == "/livez") return plain(200, "text/plain", "ok\n");
    if (head.path == "/vkey") return plain(200, "text/plain; charset=utf-8", witness_.vkey() + "\n");
    return nothing_here();
  }
  http::Response take_text(std::string text, http::Head const&, http::PeerRef) override {
    return witness_.cosign(text);
  }
  std::variant<std::unique_ptr<http::BlobSink>, http::Response> begin_blob(http::Head const&, http::PeerRef) override {
    return nothing_here();
  }
  std::variant<http::BlobFile, http::Response> find_blob(std::string_view, http::Head const&, http::PeerRef) override {
    return nothing_here();
  }

 private:
  static http::Response nothing_here() { return said(404, {"没有这个页面", "there is no such page"}); }

  Witness& witness_;
};

}  // namespace

Witness::Witness(storage::FolderLock lock, std::filesystem::path dir, ledger::SigningKey key, Clock const& clock,
                 std::vector<ledger::VerifierKey> ledgers)
    : lock_(std::move(lock)),
      dir_(std::move(dir)),
      key_(std::move(key)),
      clock_(&clock),
      ledgers_(std::move(ledgers)) {}

Result<Witness> Witness::open(std::filesystem::path const& dir, std::string const& name, Ids& ids, Clock const& clock,
                              std::vector<ledger::VerifierKey> ledgers) {
  if (auto const made = storage::make_private_folder(dir / "ledgers"); !made) return made.error();
  auto lock = storage::FolderLock::take(dir / "witness.lock");
  if (!lock) return lock.error();
  auto key = witness_key(dir, name, ids);
  if (!key) return key.error();
  return Witness(std::move(*lock), dir, std::move(*key), clock, std::move(ledgers));
}

// Origins are not file names; their hashes are.
std::filesystem::path Witness::file_of(std::string_view origin) const {
  return dir_ / "ledgers" / ledger::hex(ledger::sha256(origin));
}

http::Response Witness::cosign(std::string_view request) {
  auto const parsed = ledger::parse_cosign_request(request);
  if (!parsed) return said(400, parsed.error().says);
  std::scoped_lock const lock{*mutex_};  // looking at the last checkpoint and keeping the next are one step
  auto const verdict = ledger::weigh(*parsed, ledgers_, [&](std::string_view origin) {
    auto const text = storage::FileSignedMemory(file_of(origin)).last();
    return text ? std::optional(ledger::parse_checkpoint(*text).value()) : std::nullopt;
  });
  if (verdict.tells_size) return plain(verdict.status, "text/x.tlog.size", fmt::format("{}\n", verdict.size));
  if (verdict.status != 200) return said(verdict.status, verdict.says);
  storage::FileSignedMemory(file_of(verdict.checkpoint.origin)).keep(verdict.text);
  auto const line = ledger::to_line(ledger::cosign(key_, verdict.text, clock_->now()));
  return plain(200, "text/plain; charset=utf-8", line);
}

Result<void> serve_witness(WitnessServerOptions const& options,
                           std::function<void(std::string const& url, std::string const& vkey)> const& ready) {
  std::vector<ledger::VerifierKey> ledgers;
  for (auto const& text : options.ledgers) {
    auto const key = ledger::VerifierKey::parse(text);
    if (!key) return Fault{key.error().kind, key.error().says, "--ledger " + text};
    ledgers.push_back(*key);
  }
  SystemClock const clock;
  SystemEntropy entropy;
  Ids ids{clock, entropy};
  auto witness = Witness::open(options.data_dir, options.name, ids, clock, std::move(ledgers));
  if (!witness) return witness.error();
  WitnessFront front{*witness};
  boost::asio::io_context io{1};
  http::ServerOptions transport;
  transport.text_paths = {{.path = "/add-checkpoint"}};
  http::Server server{io, front, std::move(transport)};
  auto const bound = server.listen(options.listen);
  if (!bound) return bound.error();
  ready("http://" + *bound, witness->vkey());
  boost::asio::signal_set signals{io, SIGINT, SIGTERM};
  signals.async_wait([&](boost::system::error_code failed, int) {
    if (!failed) server.stop();
  });
  io.run();
  return {};
}

}  // namespace redress::api
