#include "api/server/picture_child.hpp"

#include "storage/pictures/picture_look.hpp"

#include <boost/json.hpp>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <iostream>

extern char** environ;

namespace redress::api {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr rlim_t memory_bytes = RLIM_INFINITY;  // their shadow takes terabytes of addresses
#else
constexpr rlim_t memory_bytes = 768ULL * 1024 * 1024;
#endif
constexpr rlim_t processor_seconds = 8;
constexpr int wait_ms = 15'000;
constexpr std::size_t answer_bytes_max = 4096;

bool limit(int what, rlim_t most) {
  rlimit const both{most, most};
  return ::setrlimit(static_cast<__rlimit_resource>(what), &both) == 0;
}

// Before the first byte of the picture: no more memory, time or files than a decoder needs, no new privileges, no core.
bool bound_this_process() {
  return limit(RLIMIT_AS, memory_bytes) && limit(RLIMIT_CPU, processor_seconds) && limit(RLIMIT_FSIZE, 0) &&
         limit(RLIMIT_CORE, 0) && limit(RLIMIT_NOFILE, 8) && limit(RLIMIT_NPROC, 0) &&
         ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
}

boost::json::object answer_of(Result<PictureMark> const& looked) {
  if (looked) return {{"width", looked->width}, {"height", looked->height}, {"mark", looked->mark}};
  return {{"too_large", looked.error().kind == FaultKind::too_large},
          {"zh", looked.error().says.zh},
          {"en", looked.error().says.en}};
}

class Pipe {
 public:
  Pipe() {
    if (::pipe2(ends_.data(), O_CLOEXEC) != 0) ends_ = {-1, -1};
  }
  ~Pipe() {
    close_writing();
    if (ends_[0] >= 0) ::close(ends_[0]);
  }
  Pipe(Pipe const&) = delete;
  Pipe& operator=(Pipe const&) = delete;

  bool good() const { return ends_[0] >= 0; }
  int writing() const { return ends_[1]; }
  void close_writing() {
    if (ends_[1] >= 0) ::close(ends_[1]);
    ends_[1] = -1;
  }

  // Until the other side closes, `wait_ms` have passed or more came than an answer has.
  std::string read_all() const {
    std::string text;
    std::array<char, 1024> piece{};
    auto const until = std::chrono::steady_clock::now() + std::chrono::milliseconds(wait_ms);
    while (text.size() <= answer_bytes_max) {
      auto const left =
          std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()).count();
      pollfd waiting{ends_[0], POLLIN, 0};
      if (left <= 0 || ::poll(&waiting, 1, static_cast<int>(left)) <= 0) break;
      auto const got = ::read(ends_[0], piece.data(), piece.size());
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) break;
      text.append(piece.data(), static_cast<std::size_t>(got));
    }
    return text;
  }

 private:
  std::array<int, 2> ends_{-1, -1};
};

int spawn(std::filesystem::path const& program, std::string const& mime, std::filesystem::path const& file,
          std::int64_t pixels_max, int out) {
  std::string words[] = {program.string(), "picture-mark", mime, file.string(), std::to_string(pixels_max)};
  std::array<char*, 6> arguments{words[0].data(), words[1].data(), words[2].data(),
                                 words[3].data(), words[4].data(), nullptr};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);  // sockets, the store, the pipe's other ends
  std::array<char*, 1> no_environment{nullptr};
  pid_t pid = -1;
  auto const failed = ::posix_spawn(&pid, program.c_str(), &actions, nullptr, arguments.data(), no_environment.data());
  posix_spawn_file_actions_destroy(&actions);
  return failed == 0 ? pid : -1;
}

Result<PictureMark> read_answer(std::string const& text) {
  boost::system::error_code error;
  auto const json = boost::json::parse(text, error);
  if (error || !json.is_object()) return PictureMark{};
  auto const& answer = json.get_object();
  if (auto const* too_large = answer.if_contains("too_large"))
    return Fault{too_large->as_bool() ? FaultKind::too_large : FaultKind::evidence_rejected,
                 {std::string(answer.at("zh").as_string()), std::string(answer.at("en").as_string())}};
  return PictureMark{answer.at("width").to_number<std::int64_t>(), answer.at("height").to_number<std::int64_t>(),
                     std::string(answer.at("mark").as_string())};
}

}  // namespace

int run_picture_child(std::string const& mime, std::filesystem::path const& file, std::string const& pixels_max) {
  std::int64_t most = 0;
  auto const* const end = pixels_max.data() + pixels_max.size();
  if (std::from_chars(pixels_max.data(), end, most).ptr != end || most < 1) return 1;
  if (!bound_this_process()) return 1;
  std::cout << boost::json::serialize(answer_of(storage::look_at_picture(file, mime, most))) << "\n" << std::flush;
  return 0;
}

Result<PictureMark> look_in_child(std::filesystem::path const& program, std::string const& mime,
                                  std::filesystem::path const& file, std::int64_t pixels_max) {
  Pipe pipe;
  auto const pid = pipe.good() ? spawn(program, mime, file, pixels_max, pipe.writing()) : -1;
  if (pid < 0)
    return Fault{FaultKind::internal, {"无法启动图片检查进程", "cannot start the process that looks at pictures"}};
  pipe.close_writing();
  auto const text = pipe.read_all();
  ::kill(pid, SIGKILL);  // it has said what it will say; a child that is done does not mind
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return read_answer(text);
}

std::filesystem::path this_program() { return std::filesystem::read_symlink("/proc/self/exe"); }

}  // namespace redress::api
