#include "tests/api/http/house.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <future>
#include <stdexcept>
#include <thread>

namespace redress::api::http {

namespace {
constexpr int patience_ms = 20'000;
}

struct House::Running {
  Running(Service& service, ServerOptions options) : server(io, service, std::move(options)) {}

  boost::asio::io_context io{2};
  Server server;
  std::promise<void> stopped;
  std::future<void> stopping = stopped.get_future();
  std::vector<std::thread> threads;
};

House::House(ServerOptions options, std::string const& listen)
    : running_(std::make_unique<Running>(service, std::move(options))) {
  address_ = running_->server.listen(listen).value();
  for (int i = 0; i < 2; ++i) running_->threads.emplace_back([this] { running_->io.run(); });
}

House::~House() {
  service.drop_slow();
  stop();
  running_->io.stop();
  for (auto& thread : running_->threads) thread.join();
}

Server& House::server() { return running_->server; }

std::uint16_t House::port() const {
  return static_cast<std::uint16_t>(std::stoi(address_.substr(address_.rfind(':') + 1)));
}

void House::begin_stop() {
  running_->server.stop([this] { running_->stopped.set_value(); });
}

bool House::wait_until_stopped() {
  return running_->stopping.wait_for(std::chrono::milliseconds(patience_ms)) == std::future_status::ready;
}

bool House::stop() {
  begin_stop();
  return wait_until_stopped();
}

Client::Client(House const& house, char const* host) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(house.port());
  ::inet_pton(AF_INET, host, &to.sin_addr);
  timeval const patience{patience_ms / 1000, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  if (::connect(socket_, reinterpret_cast<sockaddr const*>(&to), sizeof to) != 0)
    throw std::runtime_error("cannot connect to the server");
}

Client::Client(Client&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), buffered_(std::move(other.buffered_)) {}

Client::~Client() {
  if (socket_ >= 0) ::close(socket_);
}

bool Client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    auto const sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void Client::send_end() { ::shutdown(socket_, SHUT_WR); }

std::string Client::receive_some(std::size_t bytes) {
  if (buffered_.empty()) {
    buffered_.resize(65536);
    auto const got = ::recv(socket_, buffered_.data(), buffered_.size(), 0);
    buffered_.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
      throw std::runtime_error("the server neither answered nor closed");
  }
  auto const taken = buffered_.substr(0, bytes);
  buffered_.erase(0, taken.size());
  return taken;
}

std::string Client::receive_exactly(std::size_t bytes) {
  std::string all;
  while (all.size() < bytes) {
    auto const some = receive_some(bytes - all.size());
    if (some.empty()) break;
    all += some;
  }
  return all;
}

std::string Client::receive_all() {
  std::string all;
  for (auto some = receive_some(65536); !some.empty(); some = receive_some(65536)) all += some;
  return all;
}

std::optional<std::string> Client::line() {
  std::string text;
  for (;;) {
    auto const byte = receive_exactly(1);
    if (byte.empty()) return std::nullopt;
    text += byte;
    if (text.ends_with("\r\n")) return text.substr(0, text.size() - 2);
  }
}

std::optional<Received> Client::receive(bool to_head) {
  auto const first = line();
  if (!first || !first->starts_with("HTTP/1.1 ")) return std::nullopt;
  Received received{.status = std::stoi(first->substr(9)), .fields = {}, .body = {}};
  for (auto field = line(); field && !field->empty(); field = line()) {
    auto const colon = field->find(": ");
    auto name = field->substr(0, colon);
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
    if (!received.fields.emplace(name, field->substr(colon + 2)).second)
      throw std::runtime_error("the server sent a field twice: " + name);
  }
  if (to_head || received.status == 100 || received.status == 204 || received.status == 304) return received;
  auto const length = std::stoull(received.fields.at("content-length"));
  received.body = receive_exactly(length);
  if (received.body.size() != length) return std::nullopt;
  return received;
}

bool Client::closed_by_server() {
  try {
    return receive_some(1).empty();
  } catch (std::runtime_error const&) {
    return false;
  }
}

bool Client::silent_for(std::chrono::milliseconds time) {
  if (!buffered_.empty()) return false;
  pollfd waits{socket_, POLLIN, 0};
  return ::poll(&waits, 1, static_cast<int>(time.count())) == 0;
}

std::string post(std::string_view body, std::string_view more_fields) {
  return fmt::format(
      "POST /rpc HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: {}\r\n{}\r\n{}", body.size(),
      more_fields, body);
}

std::string get(std::string_view target, std::string_view more_fields) {
  return fmt::format("GET {} HTTP/1.1\r\nHost: a\r\n{}\r\n", target, more_fields);
}

}  // namespace redress::api::http
