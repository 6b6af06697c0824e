// How many small requests a second the transport alone carries: echo_speed [connections] [seconds] [io threads].
//
// One thread of clients keeps one request in flight on each connection, so the number includes the cost of a client as
// well.
#include "api/http/server.hpp"

#include <boost/asio/io_context.hpp>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <thread>

namespace {

using namespace redress::api::http;

class Echo final : public Service {
  Admission admit(Head const&, Peer const&) override { return {}; }
  void rpc(std::string text, PeerRef, Reply reply) override { reply(std::move(text)); }
  Response page(Head const&, Peer const&) override { return {.status = 404}; }
  std::variant<std::unique_ptr<BlobSink>, Response> begin_blob(Head const&, PeerRef) override {
    return Response{.status = 404};
  }
  std::variant<BlobFile, Response> find_blob(std::string_view, Head const&, PeerRef) override {
    return Response{.status = 404};
  }
};

int connect_to(std::uint16_t port) {
  int const socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int const yes = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  if (::connect(socket, reinterpret_cast<sockaddr const*>(&to), sizeof to) != 0) std::abort();
  return socket;
}

double cpu_seconds(clockid_t clock) {
  timespec time{};
  ::clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

}  // namespace

int main(int argc, char** argv) {
  int const connections = argc > 1 ? std::atoi(argv[1]) : 32;
  int const seconds = argc > 2 ? std::atoi(argv[2]) : 3;
  int const io_threads = argc > 3 ? std::atoi(argv[3]) : 1;

  Echo echo;
  boost::asio::io_context io(io_threads);
  Server server(io, echo);
  auto const address = server.listen("127.0.0.1:0").value();
  std::vector<std::thread> threads;
  for (int i = 0; i < io_threads; ++i) threads.emplace_back([&] { io.run(); });

  std::string const body(300, 'x');
  auto const request = fmt::format(
      "POST /rpc HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer rdr_7_0123456789abcdefghijklmnopqrstuv_1234\r\n"
      "Content-Type: application/json\r\nAccept: */*\r\nUser-Agent: echo_speed\r\nContent-Length: {}\r\n\r\n{}",
      address, body.size(), body);
  int const poll = ::epoll_create1(0);
  for (int i = 0; i < connections; ++i) {
    int const socket = connect_to(static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1))));
    epoll_event event{.events = EPOLLIN, .data = {.fd = socket}};
    ::epoll_ctl(poll, EPOLL_CTL_ADD, socket, &event);
    if (::send(socket, request.data(), request.size(), 0) < 0) return 1;
  }
  auto const before = cpu_seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu_seconds(CLOCK_THREAD_CPUTIME_ID);
  auto const begin = std::chrono::steady_clock::now();
  auto const end = begin + std::chrono::seconds(seconds);
  std::uint64_t answers = 0;
  std::array<epoll_event, 256> events;
  std::array<char, 8192> answer;
  while (std::chrono::steady_clock::now() < end) {
    int const ready = ::epoll_wait(poll, events.data(), static_cast<int>(events.size()), 1000);
    for (int i = 0; i < ready; ++i) {
      int const socket = events[static_cast<std::size_t>(i)].data.fd;
      // One write of the server is one read here on loopback; a partial one would only make the number smaller.
      if (::recv(socket, answer.data(), answer.size(), 0) <= 0) return 1;
      ++answers;
      if (::send(socket, request.data(), request.size(), 0) < 0) return 1;
    }
  }
  auto const wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  auto const cpu = cpu_seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu_seconds(CLOCK_THREAD_CPUTIME_ID) - before;
  fmt::print("{} connections, {} io threads: {:.0f} answers/s, {:.1f} us of server CPU each\n", connections, io_threads,
             static_cast<double>(answers) / wall, cpu * 1e6 / static_cast<double>(answers));
  std::fflush(stdout);
  std::_Exit(0);
}
