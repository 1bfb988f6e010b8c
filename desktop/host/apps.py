"""Applications that Deskhand knows: how to paste into them, and where it keeps out.

An application is known by :attr:`desktop.host.base.Window.app` in any case: the second word of
WM_CLASS on X11, the executable's name on Windows, the bundle id on macOS. Titles play no part.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from desktop.host.base import AppRule, Newline, PasteWay

_SHIFT_INSERT_TERMINALS = """
    xterm uxterm koi8rxterm urxvt rxvt rxvt-unicode st st-256color aterm eterm mlterm
    mintty.exe putty.exe kitty.exe
"""
"""Shift+Insert is the only way that all of them have; on X11 it is PRIMARY that they paste."""

_CTRL_SHIFT_V_TERMINALS = """
    gnome-terminal gnome-terminal-server org.gnome.terminal kgx org.gnome.console ptyxis
    org.gnome.ptyxis konsole org.kde.konsole yakuake xfce4-terminal mate-terminal lxterminal
    qterminal terminator tilix guake deepin-terminal io.elementary.terminal pantheon-terminal
    cool-retro-term terminology alacritty kitty foot footclient wezterm org.wezfurlong.wezterm
    com.mitchellh.ghostty rio hyper tabby sakura roxterm tilda warp dev.warp.warp
"""

_OTHER_TERMINALS = """
    windowsterminal.exe openconsole.exe conhost.exe cmd.exe powershell.exe pwsh.exe
    alacritty.exe wezterm-gui.exe hyper.exe tabby.exe conemu.exe conemu64.exe
    com.apple.terminal com.googlecode.iterm2 net.kovidgoyal.kitty org.alacritty
"""
"""They paste as other applications of their systems do."""

_EDITORS = """
    mousepad gedit org.gnome.gedit gnome-text-editor org.gnome.texteditor kate org.kde.kate kwrite
    org.kde.kwrite pluma xed featherpad leafpad l3afpad geany xedit notepadqq
    notepad.exe wordpad.exe notepad++.exe winword.exe
"""
"""Enter is a line break there and nothing else, so a text with line breaks may be typed."""

_WRITERS = """
    libreoffice-writer
"""
_OFFICES = """
    soffice soffice.bin soffice.exe libreoffice libreoffice-calc libreoffice-impress
"""
"""LibreOffice asks for the clipboard late and formats slowly. It puts Backspace, arrows and Ctrl+V
off and characters not, so that a text typed behind Backspaces would lose its end, and keys typed
behind the arrows to the caret's mark have to wait until it has obeyed these. Only Writer can be
told to be one in which Enter is a line break: in Calc it leaves the cell, and on Windows all are
``soffice``."""

_MAC_EDITORS = """
    com.apple.textedit com.apple.notes com.barebones.bbedit com.microsoft.word
"""
_MAC_OTHERS = """
    com.apple.terminal com.googlecode.iterm2 com.apple.safari com.apple.mail com.google.chrome
    com.microsoft.edgemac org.mozilla.firefox com.tinyspeck.slackmacgap com.microsoft.teams2
    net.whatsapp.whatsapp
"""

_BROWSERS = """
    firefox firefox-esr navigator librewolf epiphany org.gnome.epiphany falkon
    firefox.exe iexplore.exe
"""
"""The page hears of a paste in another process, after the browser has fetched the text."""

_CHROMIUM_BROWSERS = """
    chromium chromium-browser google-chrome google-chrome-stable brave-browser vivaldi
    vivaldi-stable opera microsoft-edge
    chrome.exe msedge.exe brave.exe vivaldi.exe opera.exe
"""
"""They fetch the text as soon as the keys come in, to see whether it is a password that was used
elsewhere (``ChromePasswordReuseDetectionManagerClient::OnPaste``), and fetch it again when the
page is so far, which may be seconds later. Applications with the same engine do not."""

_WEB_APPLICATIONS = """
    slack teams microsoft-teams teams-for-linux ms-teams discord signal telegramdesktop element
    whatsapp-desktop-linux whatsapp-for-linux zapzap skype zoom code codium obsidian notion
    mattermost rocket.chat thunderbird
    slack.exe teams.exe ms-teams.exe discord.exe signal.exe whatsapp.exe element.exe skype.exe
    code.exe notion.exe thunderbird.exe olk.exe outlook.exe
"""
"""Most are a browser inside; in the chats among them Enter sends."""

_WEB_MS = 250
"""A page gets a text in another process after the browser has fetched it; what is put on the
clipboard before makes it get nothing. Chromium, stopped for 100 to 140 ms at random, lost 5 of 252
at 100 ms, and none at 250."""

_REMOTE = """
    wfica wfica_seamless selfservice icaclient xfreerdp xfreerdp3 wlfreerdp sdl-freerdp remmina
    org.remmina.remmina rdesktop krdc org.kde.krdc vinagre gnome-connections org.gnome.connections
    vncviewer tigervnc tightvnc xtightvncviewer realvnc-vncviewer virt-viewer remote-viewer
    spicy virt-manager gnome-boxes org.gnome.boxes vmware vmplayer vmware-view vmware-remotemks
    horizon-client virtualbox virtualboxvm qemu qemu-system-x86_64 teamviewer anydesk rustdesk
    nxplayer.bin nomachine x2goclient x2goagent parsecd moonlight dcvviewer awsworkspaces
    workspacesclient
    wfica32.exe cdviewer.exe mstsc.exe msrdc.exe msrdcw.exe vmware.exe vmplayer.exe
    vmware-view.exe horizon-client.exe vmware-remotemks.exe virtualbox.exe virtualboxvm.exe
    vmconnect.exe teamviewer.exe anydesk.exe rustdesk.exe vncviewer.exe tvnviewer.exe
    nxplayer.exe dcvviewer.exe workspaces.exe wlclient.exe
    com.citrix.receiver.icaviewer.mac com.microsoft.rdc.macos com.vmware.fusion com.vmware.horizon
    com.omnissa.horizon.client.mac org.virtualbox.app.virtualboxvm com.parallels.desktop.console
    com.teamviewer.teamviewer com.philandro.anydesk com.apple.screensharing com.utmapp.utm
"""
"""Windows in which another computer runs: characters and the clipboard may not get there."""

_VAULTS = """
    keepass keepass2 keepassx keepassx2 keepassxc org.keepassxc.keepassxc bitwarden 1password
    enpass lastpass dashlane proton-pass protonpass nordpass keeper keeperpasswordmanager
    passwordsafe pwsafe seahorse gnome-keyring-prompt gcr-prompter org.gnome.seahorse
    org.gnome.world.secrets kwalletd5 kwalletd6 kwalletmanager kwalletmanager5 kwalletmanager6
    pinentry pinentry-gtk-2 pinentry-gtk pinentry-qt pinentry-qt5 pinentry-gnome3 ssh-askpass
    ksshaskpass gnome-ssh-askpass lxqt-openssh-askpass polkit-gnome-authentication-agent-1
    polkit-kde-authentication-agent-1 lxpolkit lxqt-policykit-agent mate-polkit
    gnome-authenticator authpass buttercup roboform
    keepass.exe keepassxc.exe bitwarden.exe 1password.exe enpass.exe lastpass.exe dashlane.exe
    protonpass.exe nordpass.exe keeperpasswordmanager.exe pwsafe.exe roboform.exe
    credentialuibroker.exe consent.exe
    com.1password.1password com.agilebits.onepassword7 com.bitwarden.desktop
    com.dashlane.dashlanephonefinal in.sinew.enpass-desktop
    com.apple.passwords com.apple.keychainaccess com.apple.securityagent me.proton.pass.electron
    com.lastpass.lastpassmacdesktop com.callpod.keepermac.lite
"""
"""Password managers, and the system's own windows that ask for a password."""

_LOCK_SCREENS = """
    i3lock xscreensaver xscreensaver-auth xsecurelock xlock slock xtrlock physlock swaylock
    gnome-screensaver gnome-screensaver-dialog mate-screensaver mate-screensaver-dialog
    cinnamon-screensaver xfce4-screensaver xfce4-screensaver-dialog light-locker
    lightdm-gtk-greeter slick-greeter sddm-greeter sddm-greeter-qt6 gdm kscreenlocker_greet
    betterlockscreen vlock
    logonui.exe lockapp.exe
    com.apple.loginwindow com.apple.screensaver.engine
"""


_SHELLS = """
    plasmashell gnome-shell xfce4-panel xfdesktop xfdesktop4 mate-panel cinnamon lxpanel lxqt-panel
    budgie-panel polybar tint2 trayer stalonetray i3bar waybar plank cairo-dock rofi dmenu ulauncher
    krunner nemo-desktop caja-desktop desktop_window
    explorer.exe searchhost.exe searchapp.exe startmenuexperiencehost.exe shellexperiencehost.exe
    com.apple.dock com.apple.systemuiserver com.apple.controlcenter com.apple.spotlight
"""
"""Panels, docks and launchers: nobody means them by the application that they were in."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _rules() -> Mapping[str, AppRule]:
    groups = (
        (_SHIFT_INSERT_TERMINALS, AppRule(paste=PasteWay.SHIFT_INSERT)),
        (_CTRL_SHIFT_V_TERMINALS, AppRule(paste=PasteWay.CTRL_SHIFT_V)),
        (_EDITORS, AppRule(newline=Newline.ENTER)),
        (_WRITERS, AppRule(newline=Newline.ENTER, settle_ms=150, erases_late=True)),
        (_OFFICES, AppRule(settle_ms=150, erases_late=True)),
        (_BROWSERS, AppRule(settle_ms=_WEB_MS)),
        (_CHROMIUM_BROWSERS, AppRule(settle_ms=_WEB_MS, fetches=2)),
        (_WEB_APPLICATIONS, AppRule(settle_ms=_WEB_MS)),
        (_MAC_OTHERS, AppRule(paste=PasteWay.CMD_V, settle_ms=100)),
        (_MAC_EDITORS, AppRule(paste=PasteWay.CMD_V, newline=Newline.ENTER)),
        (_REMOTE, AppRule(settle_ms=300, remote=True)),
    )
    return {app: rule for names, rule in groups for app in _words(names)}


RULES: Mapping[str, AppRule] = _rules()
"""The rules that ship, by application in small letters."""

EXCLUDED: frozenset[str] = _words(_VAULTS) | _words(_LOCK_SCREENS)
"""Where nothing is matched or kept, whatever the settings say; in small letters."""


SHELLS: frozenset[str] = _words(_SHELLS)


def is_shell(app: str) -> bool:
    """Is it a part of the desktop that one only passes through?"""
    return app.casefold() in SHELLS


TERMINALS: frozenset[str] = (
    _words(_SHIFT_INSERT_TERMINALS) | _words(_CTRL_SHIFT_V_TERMINALS) | _words(_OTHER_TERMINALS)
)
"""Where nobody can tell that a password is asked for; in small letters."""


def rule_for(
    app: str, overrides: Mapping[str, AppRule] | None = None, default: AppRule | None = None
) -> AppRule:
    """How to type into an application: by the agent's own rules, then by those that ship.

    ``default`` is for all that neither knows: macOS, for one, pastes by Command+V.
    """
    name = app.casefold()
    for other, rule in (overrides or {}).items():
        if other.casefold() == name:
            return rule
    return RULES.get(name) or default or AppRule()


def is_excluded(app: str, more: Iterable[str] = ()) -> bool:
    """True where nothing may be matched or kept: the list that ships, and ``more`` by settings."""
    name = app.casefold()
    return name in EXCLUDED or any(name == other.casefold() for other in more)
