using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;
using Xunit;

namespace Offhook.Desk.Tests;

/// <summary>Debian's Chromium with a profile of its own.</summary>
internal sealed class Browser : IDisposable
{
    private const string Program = "/usr/bin/chromium";
    private const string DriverFolder = "/usr/bin";
    private const string DriverName = "chromedriver";

    private static readonly TimeSpan Cap = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);

    private readonly string _profile = Directory.CreateTempSubdirectory("offhook-browser-").FullName;
    private readonly ChromeDriver _driver;

    private Browser(int width, int height)
    {
        var service = ChromeDriverService.CreateDefaultService(DriverFolder, DriverName);
        service.SuppressInitialDiagnosticInformation = true;
        var options = new ChromeOptions { BinaryLocation = Program };
        options.AddArguments(
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-dev-shm-usage",
            $"--user-data-dir={_profile}", $"--window-size={width},{height}");
        options.SetLoggingPreference(LogType.Browser, LogLevel.All);
        _driver = new ChromeDriver(service, options, TimeSpan.FromSeconds(60));
    }

    /// <summary>What the page wrote to the console, refused scripts and styles included, since it was last asked.</summary>
    public IReadOnlyList<string> Console => [.. _driver.Manage().Logs.GetLog(LogType.Browser).Select(entry => $"{entry.Level}: {entry.Message}")];

    /// <summary>The element that has the focus, by its id.</summary>
    public string FocusedId => _driver.SwitchTo().ActiveElement().GetAttribute("id") ?? "";

    /// <summary>Where it is.</summary>
    public Uri Address => new(_driver.Url);

    /// <summary>Opens a browser; skips the test where there is none, but not in CI.</summary>
    public static Browser Open(int width = 1200, int height = 800)
    {
        var missing = !File.Exists(Program) ? Program : !File.Exists(Path.Combine(DriverFolder, DriverName)) ? Path.Combine(DriverFolder, DriverName) : null;
        if (missing is not null && Environment.GetEnvironmentVariable("CI") is { Length: > 0 })
        {
            Assert.Fail($"{missing} is missing, and in CI the pages must be tested.");
        }

        Assert.SkipWhen(missing is not null, $"{missing} is not installed");
        return new Browser(width, height);
    }

    public void Go(Uri address) => _driver.Navigate().GoToUrl(address);

    public void Reload() => _driver.Navigate().Refresh();

    /// <summary>The value of a script's expression.</summary>
    public object? Evaluate(string expression) => _driver.ExecuteScript("return " + expression);

    /// <summary>A command of the Chrome DevTools Protocol.</summary>
    public object? Tell(string command, params (string Name, object Value)[] parameters) =>
        _driver.ExecuteCdpCommand(command, parameters.ToDictionary(parameter => parameter.Name, object? (parameter) => parameter.Value));

    public Cookie? Cookie(string name) => _driver.Manage().Cookies.GetCookieNamed(name);

    /// <summary>The name under which a screen reader announces an element.</summary>
    public static string NameOf(IWebElement element) => ((WebElement)element).ComputedAccessibleLabel;

    /// <summary>The screen of a phone.</summary>
    public void MakeNarrow() => Tell("Emulation.setDeviceMetricsOverride", ("width", 390), ("height", 844), ("deviceScaleFactor", 1), ("mobile", true));

    /// <summary>Cuts this browser off the network, or brings it back.</summary>
    public void SetOffline(bool offline)
    {
        Tell("Network.enable");
        Tell("Network.emulateNetworkConditions", ("offline", offline), ("latency", 0), ("downloadThroughput", -1), ("uploadThroughput", -1));
    }

    public void SwitchScriptsOff() => Tell("Emulation.setScriptExecutionDisabled", ("value", true));

    public IReadOnlyList<IWebElement> All(string css) => _driver.FindElements(By.CssSelector(css));

    public IWebElement One(string css) => _driver.FindElement(By.CssSelector(css));

    /// <summary>The visible text; empty when the element is not there.</summary>
    public string Text(string css)
    {
        while (true)
        {
            try
            {
                return All(css) is [var element, ..] ? element.Text : "";
            }
            catch (StaleElementReferenceException)
            {
                // Replaced by a newer one between finding and reading it.
            }
        }
    }

    /// <summary>Presses keys wherever the focus is.</summary>
    public void Press(string keys) => _driver.SwitchTo().ActiveElement().SendKeys(keys);

    public void Type(string css, string text)
    {
        var element = One(css);
        element.Clear();
        element.SendKeys(text);
    }

    /// <summary>Waits until something is so.</summary>
    public Task WaitAsync(string what, Func<bool> isSo) => WaitAsync(what, isSo, () => Text("body"));

    /// <summary>Waits until an element's text holds some words.</summary>
    public Task WaitForTextAsync(string css, string words) =>
        WaitAsync($"{css} to say '{words}'", () => Text(css).Contains(words, StringComparison.Ordinal), () => $"{Text(css)}\n--- the page:\n{Text("body")}");

    public void Shoot(string path) => _driver.GetScreenshot().SaveAsFile(path);

    public void Dispose()
    {
        _driver.Quit();
        _driver.Dispose();
        try
        {
            Directory.Delete(_profile, recursive: true);
        }
        catch (IOException)
        {
            // The browser's last process may still be writing; the folder is a temporary one.
        }
    }

    private static async Task WaitAsync(string what, Func<bool> isSo, Func<string> seen)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                if (isSo())
                {
                    return;
                }
            }
            catch (WebDriverException e) when (e is StaleElementReferenceException or NoSuchElementException or ElementNotInteractableException)
            {
                // The page is changing under our eyes.
            }

            if (TimeProvider.System.GetElapsedTime(began) > Cap)
            {
                Assert.Fail($"Waited {Cap.TotalSeconds} s for {what}, and saw: {seen()}");
            }

            await Task.Delay(Between, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
