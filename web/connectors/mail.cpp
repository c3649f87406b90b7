#include "web/connectors/mail.h"

#include "web/clock.h"
#include "web/http/tls.h"

#include <Poco/Exception.h>
#include <Poco/Net/MailMessage.h>
#include <Poco/Net/MailRecipient.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/SMTPClientSession.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <sstream>

namespace dossier::web {

namespace {

namespace net = Poco::Net;

/// A session whose connection becomes a TLS one; Poco's own does not verify the name of a host
/// that was connected to with a timeout.
class MailSession : public net::SMTPClientSession {
public:
    using net::SMTPClientSession::SMTPClientSession;

    void start_tls(const std::string& host, const net::Context::Ptr& context)
    {
        std::string response;
        const int status = sendCommand("STARTTLS", response);
        if (status / 100 != 2) throw net::SMTPException("no STARTTLS", status);
        // What came before TLS is forgotten with the old socket's buffer.
        socket() = net::SecureStreamSocket::attach(socket(), host, context);
    }
};

Poco::Timespan timespan(std::chrono::milliseconds time)
{
    return Poco::Timespan{std::chrono::microseconds{time}.count()};
}

net::StreamSocket
connect(const MailService& service, const net::Context::Ptr& context, const Poco::Timespan& timeout)
{
    const net::SocketAddress at{service.host, service.port};
    net::StreamSocket socket;
    socket.connect(at, timeout);
    socket.setReceiveTimeout(timeout);
    socket.setSendTimeout(timeout);
    if (service.security == MailSecurity::implicit)
        return net::SecureStreamSocket::attach(socket, service.host, context);
    return socket;
}

/// `Name <a@b>` and `a@b` are both ways to write a sender.
std::string bare_address(const std::string& from)
{
    const auto open = from.rfind('<');
    const auto close = from.rfind('>');
    return open == std::string::npos || close == std::string::npos || close < open
               ? from
               : from.substr(open + 1, close - open - 1);
}

/// The sender as a header has it: a name in other letters is encoded (RFC 2047).
std::string sender_of(const std::string& from)
{
    const auto open = from.rfind('<');
    if (open == std::string::npos || open == 0) return from;
    auto name = from.substr(0, open);
    while (name.ends_with(' '))
        name.pop_back();
    return net::MailMessage::encodeWord(name, "UTF-8") + " <" + bare_address(from) + ">";
}

std::string
message_of(const MailService& service, const std::string& address, std::string_view code)
{
    net::MailMessage message;
    message.setSender(sender_of(service.from));
    message.addRecipient(net::MailRecipient{net::MailRecipient::PRIMARY_RECIPIENT, address});
    const auto subject =
        service.subject.empty() ? std::string{"验证码 / Verification code"} : service.subject;
    message.setSubject(net::MailMessage::encodeWord(subject, "UTF-8"));
    message.setContentType("text/plain; charset=UTF-8");
    message.setContent(mail_text(service, code), net::MailMessage::ENCODING_QUOTED_PRINTABLE);
    message.set("Auto-Submitted", "auto-generated");
    std::ostringstream text;
    message.write(text);
    return text.str();
}

/// One command; the status of its answer.
int say(MailSession& session, const std::string& command)
{
    std::string response;
    return session.sendCommand(command, response);
}

/// Whether an answer to RCPT means that the mailbox does not exist. Servers refuse senders and
/// relaying with the same codes, but then say so in the enhanced one (RFC 3463: 5.1 is about the
/// address; 5.1.7 and 5.1.8 about the sender's).
bool is_no_mailbox(int status, const std::string& response)
{
    constexpr std::array no_such_mailbox{550, 551, 553};
    if (std::ranges::find(no_such_mailbox, status) == no_such_mailbox.end()) return false;
    const auto enhanced = response.find(" 5.");
    if (enhanced != 3) return true; // none was given
    const auto rest = std::string_view{response}.substr(4);
    return rest.starts_with("5.1.") && !rest.starts_with("5.1.7") && !rest.starts_with("5.1.8");
}

TroubleKind trouble_of(int status)
{
    return status / 100 == 4 ? TroubleKind::busy : TroubleKind::refused;
}

tl::expected<Mailed, Trouble> deliver(
    MailSession& session,
    const MailService& service,
    const std::string& address,
    std::string_view code
)
{
    const auto trouble = [](int status) {
        return tl::unexpected(Trouble{.kind = trouble_of(status)});
    };
    const int sender = say(session, "MAIL FROM:<" + bare_address(service.from) + ">");
    if (sender / 100 != 2) return trouble(sender);
    std::string response;
    const int recipient = session.sendCommand("RCPT TO:<" + address + ">", response);
    if (is_no_mailbox(recipient, response)) return Mailed::no_mailbox;
    if (recipient / 100 != 2) return trouble(recipient);
    session.sendData();
    std::istringstream message{message_of(service, address, code)};
    session.sendMessage(message);
    return Mailed::taken;
}

void sign_in(
    MailSession& session,
    const MailService& service,
    const std::string& password,
    const net::Context::Ptr& context
)
{
    constexpr auto own_name = "localhost"; // tells nothing of the network
    session.login(own_name);
    if (service.security == MailSecurity::starttls) session.start_tls(service.host, context);
    if (!service.user.empty())
        session.login(own_name, MailSession::AUTH_PLAIN, service.user, password);
    else if (service.security == MailSecurity::starttls)
        session.login(own_name);
}

tl::expected<Mailed, Trouble> talk(
    const MailService& service,
    const std::string& password,
    const std::string& address,
    std::string_view code,
    std::chrono::milliseconds timeout
)
{
    const auto context =
        service.security == MailSecurity::none ? nullptr : client_context(service.ca);
    MailSession session{connect(service, context, timespan(timeout))};
    try {
        sign_in(session, service, password, context);
    } catch (const net::SMTPException& error) {
        // A password or a way to sign in that it does not take: so it is with every mail.
        const bool is_busy = trouble_of(error.code()) == TroubleKind::busy;
        return tl::unexpected(Trouble{.kind = is_busy ? TroubleKind::busy : TroubleKind::set_up});
    }
    auto mailed = deliver(session, service, address, code);
    try {
        session.close();
    } catch (const Poco::Exception&) {
        // The mail was taken; how they say goodbye does not matter.
    }
    return mailed;
}

} // namespace

bool is_mailable(std::string_view address)
{
    constexpr std::string_view others = "@.!#$%&'*+/=?^_`{|}~-";
    return address.size() <= 254 && address.find('@') != std::string_view::npos &&
           std::ranges::all_of(address, [&](char letter) {
               const auto c = static_cast<unsigned char>(letter);
               return c < 0x80 && (std::isalnum(c) != 0 || others.find(letter) != others.npos);
           });
}

std::string mail_text(const MailService& service, std::string_view code)
{
    return fmt::format(
        "您的验证码是 {0}，{1} "
        "分钟内有效。请只告诉为您办理业务的柜员。如非本人操作，请忽略本邮件。\r\n\r\n"
        "Your verification code is {0}. It is valid for {1} minutes. Tell it only to the clerk who "
        "serves you. If you did not ask for it, ignore this mail.\r\n{2}",
        code,
        service.code_lifetime.count(),
        service.signature.empty() ? "" : "\r\n" + service.signature + "\r\n"
    );
}

tl::expected<Mailed, Trouble> send_code(
    const MailService& service,
    const std::string& password,
    const std::string& address,
    std::string_view code,
    std::chrono::milliseconds timeout
)
{
    if (!is_mailable(address)) return Mailed::no_mailbox;
    // What a server or Poco says may hold the address: only its kind is passed on.
    try {
        return talk(service, password, address, code, timeout);
    } catch (const net::SMTPException& error) {
        return tl::unexpected(Trouble{.kind = trouble_of(error.code())});
    } catch (const Poco::TimeoutException&) {
        return tl::unexpected(Trouble{.kind = TroubleKind::timed_out});
    } catch (const Poco::Exception& error) {
        const bool untrusted = is_untrusted(error);
        return tl::unexpected(Trouble{
            .kind = untrusted ? TroubleKind::untrusted : TroubleKind::unreachable});
    }
}

} // namespace dossier::web
