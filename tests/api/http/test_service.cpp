#include "tests/api/http/test_service.hpp"

#include <charconv>
#include <stdexcept>

namespace redress::api::http {
namespace {

struct NamedCaller : Caller {
  explicit NamedCaller(std::string token) : name(std::move(token)) {}
  std::string name;
};

}  // namespace

class MemorySink final : public BlobSink {
 public:
  explicit MemorySink(TestService& service) : service_(service) {}
  ~MemorySink() override {
    if (finished_) return;
    std::lock_guard const lock(service_.mutex_);
    ++service_.abandoned_;
    service_.changed_.notify_all();
  }

  bool append(std::span<std::byte const> bytes) override {
    text_.append(reinterpret_cast<char const*>(bytes.data()), bytes.size());
    return text_.size() <= service_.blob_gives_up_after;
  }

  Response finish() override {
    finished_ = true;
    if (text_.size() > service_.blob_gives_up_after)
      return refuse(507, FaultKind::too_large, {"磁盘已满", "the disk is full"});
    auto const size = text_.size();
    std::lock_guard const lock(service_.mutex_);
    service_.blobs_.push_back(std::move(text_));
    return {.content_type = "application/json", .body = fmt::format("{{\"size\":{}}}", size)};
  }

 private:
  TestService& service_;
  std::string text_;
  bool finished_ = false;
};

TestService::~TestService() { drop_slow(); }

Admission TestService::admit(Head const& head, Peer const& peer) {
  if (peer.token == "bad")
    return {.refusal = refuse(401, FaultKind::unauthenticated, {"令牌无效", "the token is not valid"})};
  if (head.query == "throw") throw std::runtime_error("admit was told to throw");
  if (!peer.token.starts_with("good")) return {};
  if (peer.caller) return {.caller = peer.caller};
  return {.caller = std::make_shared<NamedCaller>(peer.token)};
}

void TestService::rpc(std::string text, PeerRef peer, Reply reply) {
  std::unique_lock lock(mutex_);
  texts_.push_back(text);
  peers_.push_back(peer);
  changed_.notify_all();
  if (text.starts_with("slow")) {
    slow_.emplace_back(std::move(text), std::move(reply));
    return;
  }
  lock.unlock();
  if (text == "throw") throw std::runtime_error("rpc was told to throw");
  if (text == "drop") return;
  if (text == "quiet") return reply("");
  if (text.starts_with("push ")) {
    int count = 0;
    auto const rest = std::from_chars(text.data() + 5, text.data() + text.size(), count).ptr;
    auto const channel = peer->channel.lock();
    for (int i = 0; channel && i < count; ++i) channel->push(text.substr(static_cast<std::size_t>(rest - text.data())));
  }
  if (text.starts_with("close "))
    if (auto const channel = peer->channel.lock()) channel->close(4001, text.substr(6));
  reply(std::move(text));
}

Response TestService::page(Head const& head, Peer const&) {
  static std::string const asset(300'000, 'a');
  if (head.path == "/livez") return {.content_type = "text/plain", .body = "ok\n"};
  if (head.path == "/asset")
    return {
        .content_type = "text/javascript",
        .static_body = asset,
        .fields = {{"Cache-Control", "public, max-age=31536000"}, {"Content-Security-Policy", "default-src 'self'"}}};
  if (head.path == "/query") return {.content_type = "text/plain", .body = std::string(head.query)};
  return refuse(404, FaultKind::not_found, {"没有这个页面", "there is no such page"});
}

std::variant<std::unique_ptr<BlobSink>, Response> TestService::begin_blob(Head const& head, PeerRef) {
  if (head.query == "full") return refuse(507, FaultKind::too_large, {"磁盘已满", "the disk is full"});
  {
    std::lock_guard const lock(mutex_);
    ++begun_;
  }
  changed_.notify_all();
  return std::make_unique<MemorySink>(*this);
}

std::variant<BlobFile, Response> TestService::find_blob(std::string_view sha256, Head const&, PeerRef) {
  auto const found = files.find(std::string(sha256));
  if (found == files.end()) return refuse(404, FaultKind::not_found, {"没有这个文件", "there is no such blob"});
  return found->second;
}

void TestService::wait_for_slow(std::size_t count) {
  std::unique_lock lock(mutex_);
  if (!changed_.wait_for(lock, std::chrono::seconds(20), [&] { return slow_.size() >= count; }))
    throw std::runtime_error("the slow calls did not come");
}

void TestService::answer_slow() {
  std::unique_lock lock(mutex_);
  if (slow_.empty()) throw std::runtime_error("there is no slow call to answer");
  auto held = std::move(slow_.front());
  slow_.erase(slow_.begin());
  answerers_.emplace_back([held = std::move(held)] { held.second(held.first); });
}

void TestService::drop_slow() {
  std::vector<std::pair<std::string, Reply>> dropped;
  std::lock_guard const lock(mutex_);
  dropped.swap(slow_);
}

Reply TestService::take_slow() {
  std::lock_guard const lock(mutex_);
  auto reply = std::move(slow_.at(0).second);
  slow_.erase(slow_.begin());
  return reply;
}

std::vector<std::string> TestService::texts() const {
  std::lock_guard const lock(mutex_);
  return texts_;
}

std::vector<PeerRef> TestService::peers() const {
  std::lock_guard const lock(mutex_);
  return peers_;
}

std::vector<std::string> TestService::blobs() const {
  std::lock_guard const lock(mutex_);
  return blobs_;
}

void TestService::wait_for_begun_blob() {
  std::unique_lock lock(mutex_);
  if (!changed_.wait_for(lock, std::chrono::seconds(20), [&] { return begun_ > 0; }))
    throw std::runtime_error("no upload began");
}

void TestService::wait_for_abandoned_blob() {
  std::unique_lock lock(mutex_);
  if (!changed_.wait_for(lock, std::chrono::seconds(20), [&] { return abandoned_ > 0; }))
    throw std::runtime_error("no upload was abandoned");
}

}  // namespace redress::api::http
