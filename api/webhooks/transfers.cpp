#include "api/webhooks/transfers.hpp"

#include <curl/curl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <mutex>
#include <stdexcept>

namespace redress::api::webhooks {
namespace {

constexpr long connect_timeout_ms = 10'000;
constexpr long idle_connections = 64;

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct FreeHandle {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};

boost::asio::ip::address address_of(sockaddr const& from) {
  if (from.sa_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &from, sizeof v4);
    return boost::asio::ip::address_v4(ntohl(v4.sin_addr.s_addr));
  }
  sockaddr_in6 v6{};
  std::memcpy(&v6, &from, sizeof v6);
  boost::asio::ip::address_v6::bytes_type bytes;
  std::memcpy(bytes.data(), &v6.sin6_addr, bytes.size());
  return boost::asio::ip::address_v6(bytes);
}

Says said(char const* zh, char const* en) { return {zh, en}; }

}  // namespace

std::string_view name_of(SendResult result) {
  constexpr std::array<std::string_view, 7> names{"delivered", "refused",     "redirected", "gone",
                                                  "timeout",   "unreachable", "forbidden"};
  return names.at(static_cast<std::size_t>(result));
}

struct Transfers::Parts {
  struct Transfer {
    Outgoing request;
    std::string host;
    AddressGuard const* guard = nullptr;
    std::unique_ptr<curl_slist, FreeList> fields;
    std::unique_ptr<CURL, FreeHandle> handle;
    std::size_t read = 0;
    bool opened = false;            // a socket, to an address that was let through
    std::optional<Says> forbidden;  // the last address that was not
    std::array<char, CURL_ERROR_SIZE> trouble{};
  };

  Parts(AddressGuard const& the_guard, TransferLimits the_limits) : guard(the_guard), limits(the_limits) {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    multi = curl_multi_init();
    if (!multi) throw std::runtime_error("no memory for transfers");
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, idle_connections);
  }
  ~Parts() {
    for (auto& [number, each] : under_way) curl_multi_remove_handle(multi, each->handle.get());
    under_way.clear();
    curl_multi_cleanup(multi);
  }

  static std::size_t read_on(char*, std::size_t size, std::size_t count, void* of) {
    auto& transfer = *static_cast<Transfer*>(of);
    transfer.read += size * count;
    return transfer.read > answer_bytes_max ? 0 : size * count;  // 0 ends it
  }
  // The address that is looked at here is the address that is connected to.
  static curl_socket_t open(void* of, curlsocktype, curl_sockaddr* to) {
    auto& transfer = *static_cast<Transfer*>(of);
    if (to->family != AF_INET && to->family != AF_INET6) return CURL_SOCKET_BAD;
    if (auto why = transfer.guard->refusal_of(address_of(to->addr), transfer.host)) {
      transfer.forbidden = std::move(why);
      return CURL_SOCKET_BAD;
    }
    transfer.opened = true;
    return ::socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
  }

  SendOutcome outcome_of(Transfer const& transfer, CURLcode code) const;

  AddressGuard const& guard;
  TransferLimits limits;
  CURLM* multi = nullptr;
  std::map<CURL*, std::unique_ptr<Transfer>> under_way;
};

SendOutcome Transfers::Parts::outcome_of(Transfer const& transfer, CURLcode code) const {
  auto* const curl = transfer.handle.get();
  long status = 0;
  curl_off_t took_us = 0, retry_after_s = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(curl, CURLINFO_TOTAL_TIME_T, &took_us);
  curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &retry_after_s);
  SendOutcome outcome{.number = transfer.request.number, .status = static_cast<int>(status)};
  constexpr curl_off_t us_in_ms = 1000;
  outcome.duration_ms = took_us / us_in_ms;
  outcome.retry_after_ms = std::min<curl_off_t>(retry_after_s, 24 * 60 * 60) * us_in_ms;
  // An answer that went on past its limit still said its status.
  bool const answered = status >= 200 && (code == CURLE_OK || code == CURLE_WRITE_ERROR);
  if (answered && status < 300) {
    outcome.result = SendResult::delivered;
  } else if (answered && status < 400) {
    outcome.result = SendResult::redirected;
    outcome.why = {fmt::format("对方答 {}：重定向算失败", status),
                   fmt::format("it answered {}: a redirect is a failure", status)};
  } else if (answered) {
    constexpr long gone = 410;
    outcome.result = status == gone ? SendResult::gone : SendResult::refused;
    outcome.why = {fmt::format("对方答 {}", status), fmt::format("it answered {}", status)};
  } else if (transfer.forbidden && !transfer.opened) {
    outcome.result = SendResult::forbidden;
    outcome.why = *transfer.forbidden;
  } else if (code == CURLE_OPERATION_TIMEDOUT) {
    outcome.result = SendResult::timeout;
    outcome.why = {fmt::format("{} 毫秒内没有答复", limits.timeout_ms),
                   fmt::format("no answer within {} ms", limits.timeout_ms)};
  } else {
    outcome.why = said("无法送达：", "cannot be reached: ");
    auto const* more = transfer.trouble[0] ? transfer.trouble.data() : curl_easy_strerror(code);
    outcome.why.zh += more;
    outcome.why.en += more;
  }
  return outcome;
}

Transfers::Transfers(AddressGuard const& guard, TransferLimits limits)
    : parts_(std::make_unique<Parts>(guard, limits)) {}
Transfers::~Transfers() = default;

bool Transfers::has_room() const { return parts_->under_way.size() < parts_->limits.at_once; }

void Transfers::begin(Outgoing request) {
  auto transfer = std::make_unique<Parts::Transfer>();
  transfer->request = std::move(request);
  transfer->host = host_of(transfer->request.url);
  transfer->guard = &parts_->guard;
  transfer->handle.reset(curl_easy_init());
  auto* const curl = transfer->handle.get();
  if (!curl) throw std::runtime_error("no memory for a transfer");
  auto* list = curl_slist_append(nullptr, "Expect:");
  for (auto const& field : transfer->request.fields) list = curl_slist_append(list, field.c_str());
  transfer->fields.reset(list);
  auto* const self = transfer.get();
  curl_easy_setopt(curl, CURLOPT_URL, self->request.url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, self->request.fresh ? 1L : 0L);
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "redress");
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list);
  curl_easy_setopt(curl, CURLOPT_POST, 1L);
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, self->request.body.data());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(self->request.body.size()));
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, Parts::read_on);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, self);
  curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, Parts::open);
  curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, self);
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, self->trouble.data());
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(parts_->limits.timeout_ms));
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, connect_timeout_ms);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_QUICK_EXIT, 1L);  // a resolver that hangs is left to itself; nobody waits for it
  curl_multi_add_handle(parts_->multi, curl);
  parts_->under_way.emplace(curl, std::move(transfer));
}

std::vector<SendOutcome> Transfers::wait(int most_ms, int descriptor) {
  auto* const multi = parts_->multi;
  std::vector<SendOutcome> ended;
  int running = 0;
  auto const collect = [&] {
    curl_multi_perform(multi, &running);
    int left = 0;
    while (auto const* message = curl_multi_info_read(multi, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      auto* const curl = message->easy_handle;
      auto const at = parts_->under_way.find(curl);
      ended.push_back(parts_->outcome_of(*at->second, message->data.result));
      curl_multi_remove_handle(multi, curl);
      parts_->under_way.erase(at);
    }
  };
  collect();
  if (!ended.empty()) return ended;
  curl_waitfd extra{.fd = descriptor, .events = CURL_WAIT_POLLIN, .revents = 0};
  curl_multi_poll(multi, &extra, descriptor >= 0 ? 1U : 0U, most_ms, nullptr);
  collect();
  return ended;
}

}  // namespace redress::api::webhooks
